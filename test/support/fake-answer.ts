/** The other side of the fake connector: what its upstream would send back, for tests of the hub. */
import { createHash } from 'node:crypto';
import { CompactSign } from 'jose';
import type { JsonObject } from '../../src/connectors/connector.js';

export interface FakeAnswer {
  /** Where `authorize` sent the browser. */
  readonly url: string;
  readonly sharedSecret: string;
  readonly now: Date;
  /** Who signs in: `sub`, and claims such as `name`, `email`, `email_verified` and `groups`. */
  readonly person: { readonly sub: string } & JsonObject;
}

/** The claims of the statement that answers a sign-in. */
export function fakeClaims({ url, now, person }: Omit<FakeAnswer, 'sharedSecret'>): JsonObject {
  const request = new URL(url);
  const seconds = Math.floor(now.getTime() / 1_000);
  return {
    iss: request.origin + request.pathname,
    aud: request.searchParams.get('client_id'),
    nonce: request.searchParams.get('nonce'),
    iat: seconds,
    exp: seconds + 300,
    auth_time: seconds,
    ...person,
  };
}

/** The parameters that the browser brings to the callback URL. */
export async function answerFakeLogin(answer: FakeAnswer): Promise<URLSearchParams> {
  const signed = await signFakeClaims(fakeClaims(answer), answer.sharedSecret);
  return new URLSearchParams({ answer: signed, state: new URL(answer.url).searchParams.get('state') ?? '' });
}

export function signFakeClaims(
  claims: object,
  sharedSecret: string,
  header: { readonly alg: string } & JsonObject = { alg: 'HS256' },
): Promise<string> {
  const key = createHash('sha256').update(sharedSecret).digest();
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}
