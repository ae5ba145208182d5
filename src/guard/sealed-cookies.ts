/** Cookies that only this application can read or make (JWE, RFC 7516): what a sign-in and a session keep, in the browser. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { JsonObject } from '../connectors/index.js';

export interface SealedCookiesOptions {
  /** Each of at least 32 characters. The first one seals; whatever any of them sealed is opened. */
  readonly secrets: readonly string[];
  /** What distinguishes one connection's cookies from another's. */
  readonly name: string;
  /** What distinguishes one application's cookies from another's: browsers send cookies to every port of a host. */
  readonly application: string;
  /** Whether the application is reached over https. */
  readonly isSecure: boolean;
  readonly now: () => Date;
}

/** A cookie's purpose: one never passes for the other. */
export type Purpose = 'sign-in' | 'session';

/** Browsers drop larger ones without a word. */
const SIZE_LIMIT = 3_800;

export class SealedCookies {
  private readonly key: Uint8Array;
  private readonly formerKeys: readonly Uint8Array[];

  /** @throws {TypeError} for a secret that can be guessed, or none. */
  constructor(private readonly options: SealedCookiesOptions) {
    const [key, ...formerKeys] = options.secrets.map(keyOf);
    if (key === undefined) throw new TypeError('A ConnectionStrategy needs a secret.');
    this.key = key;
    this.formerKeys = formerKeys;
  }

  /** @throws {RangeError} for content that no browser would keep. */
  async set(
    response: ServerResponse,
    purpose: Purpose,
    id: string,
    content: JsonObject,
    seconds: number,
  ): Promise<void> {
    const now = Math.floor(this.options.now().getTime() / 1_000);
    const sealed = await new EncryptJWT({ content })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(this.audience(purpose, id))
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .encrypt(this.key);
    if (sealed.length > SIZE_LIMIT) throw new RangeError('What the session keeps is larger than a cookie can be.');
    this.send(response, purpose, id, sealed, seconds);
  }

  /** Reads what was set; undefined where it has expired, was altered, or is not there. */
  async read(request: IncomingMessage, purpose: Purpose, id: string): Promise<JsonObject | undefined> {
    const sealed = parseCookie(request.headers.cookie ?? '')[this.nameOf(purpose, id)];
    if (sealed === undefined) return undefined;
    const audience = this.audience(purpose, id);
    for (const key of [this.key, ...this.formerKeys]) {
      const content = await this.opened(sealed, audience, key);
      if (content !== undefined) return content;
    }
    return undefined;
  }

  clear(response: ServerResponse, purpose: Purpose, id: string): void {
    this.send(response, purpose, id, '', 0);
  }

  /** Clears all cookies of a purpose but the newest `kept`, of whichever connection: browsers send the oldest first. */
  clearOldest(request: IncomingMessage, response: ServerResponse, purpose: Purpose, kept: number): void {
    const names = Object.keys(parseCookie(request.headers.cookie ?? ''));
    const ofPurpose = names.filter((name) => name.startsWith(this.prefixOf(purpose)));
    for (const name of ofPurpose.slice(0, Math.max(0, ofPurpose.length - kept)))
      this.sendAs(response, purpose, name, '', 0);
  }

  private send(response: ServerResponse, purpose: Purpose, id: string, value: string, maxAge: number): void {
    this.sendAs(response, purpose, this.nameOf(purpose, id), value, maxAge);
  }

  private sendAs(response: ServerResponse, purpose: Purpose, name: string, value: string, maxAge: number): void {
    const { isSecure } = this.options;
    // An upstream may answer by a form from its own site, and only `None` comes along with that.
    const sameSite = purpose === 'sign-in' && isSecure ? 'none' : 'lax';
    const attributes = { httpOnly: true, path: '/', secure: isSecure, sameSite, maxAge } as const;
    response.appendHeader('set-cookie', stringifySetCookie(name, value, attributes));
  }

  private nameOf(purpose: Purpose, id: string): string {
    const hash = createHash('sha256').update(this.audience(purpose, id)).digest('base64url').slice(0, 16);
    return this.prefixOf(purpose) + hash;
  }

  private prefixOf(purpose: Purpose): string {
    return `${this.options.isSecure ? '__Host-' : ''}portico_${purpose}_`;
  }

  private async opened(sealed: string, audience: string, key: Uint8Array): Promise<JsonObject | undefined> {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        audience,
        currentDate: this.options.now(),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      return payload.content as JsonObject;
    } catch {
      return undefined;
    }
  }

  private audience(purpose: Purpose, id: string): string {
    const { application, name } = this.options;
    return JSON.stringify([application, name, purpose, id]);
  }
}

function keyOf(secret: unknown): Uint8Array {
  // An application reads it from its environment, where it may not be.
  if (typeof secret !== 'string' || secret.length < 32)
    throw new TypeError('The secret of a ConnectionStrategy needs 32 characters or more.');
  return createHash('sha256').update(`portico guard ${secret}`).digest();
}
