/** What becomes of the provider's ID token on the way: it moves to the suite's time, and is forged on demand. */
import type { JsonObject } from '../../connector.js';
import { type Forgery, signDraft, type TokenDraft } from '../forgeries.js';
import type { SigningKey } from '../signing-keys.js';

export interface Rewriting {
  /** Signs what comes out. */
  readonly key: SigningKey;
  /** The suite's time. The provider knows only the machine's. */
  readonly now: Date;
  /** What the token says beside what the provider put into it. */
  readonly claims: JsonObject;
  readonly forgery: Forgery | undefined;
}

const TIMES = ['iat', 'exp', 'nbf', 'auth_time'];

/** The same token, at another time and with another signature; or a forgery of it. */
export function rewritten(idToken: string, { key, now, claims, forgery }: Rewriting): Promise<string> {
  const [header, payload] = idToken.split('.').map(read);
  const seconds = Math.floor(now.getTime() / 1_000);
  const ahead = seconds - Number(payload?.iat);
  const moved = Object.entries(payload ?? {}).map(([name, value]) => [
    name,
    TIMES.includes(name) && typeof value === 'number' ? value + ahead : value,
  ]);
  const draft: TokenDraft = {
    header: { ...header, alg: String(header?.alg), kid: key.kid },
    claims: { ...Object.fromEntries(moved), ...claims },
    subjectClaim: 'sub',
    now: seconds,
  };
  return signDraft(draft, key, forgery);
}

/** Of the provider's own token: nothing here is believed. */
export function subjectIn(idToken: string): string {
  return String(read(idToken.split('.')[1] ?? '').sub);
}

function read(part: string): JsonObject {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;
  } catch {
    // The third part is a signature.
    return {};
  }
}
