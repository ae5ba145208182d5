/** What every fake OpenID Provider does on command: forges, fails, lies, changes its key. */
import { type Forgery, type SigningKey, signDraft, signingKey, type TokenDraft } from './forgeries.js';
import type { Lie, Outage } from './lies.js';

export abstract class MisbehavingProvider {
  protected outage: Outage | undefined;
  protected told: Lie | undefined;
  private forgery: Forgery | undefined;
  private keyName = 'published';
  private rotations = 0;
  private lastIdToken: string | undefined;

  /** From now on every ID token is forged so; `undefined` ends it. */
  forge(forgery: Forgery | undefined): void {
    this.forgery = forgery;
  }

  /** From now on every request meets this outage; `undefined` ends it. */
  fail(outage: Outage | undefined): void {
    this.outage = outage;
  }

  /** From now on it says this wrongly; `undefined` ends it. */
  lie(lie: Lie | undefined): void {
    this.told = lie;
  }

  /** Signs with another key from now on, and publishes that one only. */
  rotateKeys(name?: string): void {
    this.rotations += 1;
    this.keyName = name ?? `rotated-${this.rotations}`;
  }

  /** The key that is published now. */
  protected key(): Promise<SigningKey> {
    return signingKey(this.keyName);
  }

  /** The ID token for what it says, or what is to be forged of it. */
  protected async signed(draft: TokenDraft): Promise<string> {
    if (this.forgery === 'replayed' && this.lastIdToken !== undefined) return this.lastIdToken;
    this.lastIdToken = await signDraft(draft, await this.key(), this.forgery);
    return this.lastIdToken;
  }
}
