/** ID tokens that must never be accepted: each differs from a good one in a single detail. */
import { createHmac } from 'node:crypto';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** A token about to be signed. */
export interface TokenDraft {
  readonly header: Readonly<Record<string, unknown>> & { readonly alg: string };
  readonly claims: Readonly<Record<string, unknown>>;
  /** Claim that the subject is taken from, `sub` unless the upstream says otherwise. */
  readonly subjectClaim: string;
  readonly now: number;
}

/** What differs from a good token. An undefined member is left out. */
interface Edit {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

const edits = {
  wrong_nonce: () => ({ claims: { nonce: 'a-nonce-of-somebody-else' } }),
  missing_nonce: () => ({ claims: { nonce: undefined } }),
  nonce_in_array: ({ claims }) => ({ claims: { nonce: [claims.nonce] } }),
  wrong_issuer: () => ({ claims: { iss: 'https://elsewhere.example' } }),
  issuer_with_slash: ({ claims }) => ({ claims: { iss: `${String(claims.iss)}/` } }),
  missing_issuer: () => ({ claims: { iss: undefined } }),
  wrong_audience: () => ({ claims: { aud: 'another-client' } }),
  missing_audience: () => ({ claims: { aud: undefined } }),
  foreign_audience_added: ({ claims }) => ({ claims: { aud: [claims.aud, 'another-client'] } }),
  foreign_authorized_party: () => ({ claims: { azp: 'another-client' } }),
  expired: ({ now }) => ({ claims: { exp: now - 301 } }),
  missing_expiry: () => ({ claims: { exp: undefined } }),
  expiry_as_text: ({ claims }) => ({ claims: { exp: String(claims.exp) } }),
  expiry_without_end: () => ({ claims: { exp: 1e300 } }),
  not_yet_valid: ({ now }) => ({ claims: { nbf: now + 302 } }),
  from_the_future: ({ now }) => ({ claims: { iat: now + 302 } }),
  issued_long_ago: ({ now }) => ({ claims: { iat: now - 86_400 } }),
  missing_issued_at: () => ({ claims: { iat: undefined } }),
  missing_subject: ({ subjectClaim }) => ({ claims: { [subjectClaim]: undefined } }),
  empty_subject: ({ subjectClaim }) => ({ claims: { [subjectClaim]: '' } }),
  subject_as_number: ({ subjectClaim }) => ({ claims: { [subjectClaim]: 42 } }),
  endless_subject: ({ subjectClaim }) => ({ claims: { [subjectClaim]: 'a'.repeat(256) } }),
  replayed: ({ now }) => ({ claims: { nonce: 'the-nonce-of-an-earlier-sign-in', iat: now - 60 } }),
  wrong_code_hash: () => ({ claims: { c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
  wrong_access_token_hash: () => ({ claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
  critical_extension: () => ({ header: { crit: ['x'], x: true } }),
  access_token_type: () => ({ header: { typ: 'at+jwt' } }),
  wrong_algorithm: () => ({ header: { alg: 'RS512' } }),
  unknown_key_id: () => ({ header: { kid: '../../dev/null' } }),
  too_large: () => ({ claims: { padding: 'a'.repeat(200_000) } }),
  // Made when the token is signed, below.
  duplicate_member: () => ({}),
  wrong_key: () => ({}),
  broken_signature: () => ({}),
  unsigned: () => ({}),
  signed_with_public_key: () => ({}),
  key_in_header: () => ({}),
  not_a_token: () => ({}),
  encrypted: () => ({}),
} satisfies Record<string, (draft: TokenDraft) => Edit>;

/** What can be wrong with an ID token. */
export type Forgery = keyof typeof edits;
export const FORGERIES = Object.keys(edits) as readonly Forgery[];

/** The draft as forged, for an upstream that signs in its own way. What is made by signing is up to that upstream. */
export function forgedDraft(draft: TokenDraft, forgery: Forgery): TokenDraft {
  const edit: Edit = edits[forgery](draft);
  return { ...draft, header: { ...draft.header, ...edit.header }, claims: { ...draft.claims, ...edit.claims } };
}

/** Signs a draft with `key`, or forges it on the way. */
export async function signDraft(draft: TokenDraft, key: SigningKey, forgery?: Forgery): Promise<string> {
  const { header, claims } = forgery === undefined ? draft : forgedDraft(draft, forgery);
  const text = JSON.stringify(claims);
  switch (forgery) {
    case 'duplicate_member':
      return sign(`{"${draft.subjectClaim}":"somebody-else",${text.slice(1)}`, header, key);
    case 'wrong_key':
      return sign(text, header, await signingKey('unpublished'));
    case 'broken_signature':
      return flipped(await sign(text, header, key));
    case 'unsigned':
      return `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.`;
    case 'signed_with_public_key':
      return signedWithPublicKey(text, header, key);
    case 'key_in_header':
      return selfIntroduced(text, header);
    case 'not_a_token':
      return 'not-a-token';
    case 'encrypted':
      return `${encoded({ alg: 'PBES2-HS256+A128KW', p2c: 1e9, enc: 'A128GCM', zip: 'DEF' })}.AA.AA.AA.AA`;
    default:
      return sign(text, header, key);
  }
}

async function sign(text: string, header: TokenDraft['header'], key: SigningKey): Promise<string> {
  const { alg } = header;
  const imported = alg === 'RS256' ? key.privateKey : await reimported(key, alg);
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader(header)
    .sign(imported, { crit: { x: true } });
}

async function reimported(key: SigningKey, alg: string) {
  const jwk = await crypto.subtle.exportKey('jwk', key.privateKey);
  return importJWK({ ...jwk, alg, key_ops: ['sign'] } as Parameters<typeof importJWK>[0], alg);
}

/** The key that everybody knows, used as a shared secret (RFC 8725 section 2.1). */
function signedWithPublicKey(text: string, header: TokenDraft['header'], key: SigningKey): string {
  const content = `${encoded({ ...header, alg: 'HS256' })}.${Buffer.from(text).toString('base64url')}`;
  const secret = Buffer.from(JSON.stringify(key.publicJwk));
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** A token that brings its own key and where to fetch it (RFC 8725 section 3.10). */
async function selfIntroduced(text: string, header: TokenDraft['header']): Promise<string> {
  const own = await signingKey('unpublished');
  return sign(text, { ...header, jwk: own.publicJwk, jku: 'https://evil.example/keys', kid: own.kid }, own);
}

function flipped(token: string): string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return `${head}.${payload}.${bytes.toString('base64url')}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** RSA keys for fake upstreams, made once for a process: making one takes longer than a test. */

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const made = new Map<string, Promise<SigningKey>>();

/** The same name gives the same key. */
export function signingKey(name: string, modulusLength = 2048): Promise<SigningKey> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const key = make(name, modulusLength);
  made.set(name, key);
  return key;
}

async function make(kid: string, modulusLength: number): Promise<SigningKey> {
  // jose makes no key below 2048 bits, and a weak one is what some tests need.
  const { privateKey, publicKey } =
    modulusLength < 2048
      ? await crypto.subtle.generateKey(
          { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) },
          true,
          ['sign', 'verify'],
        )
      : await generateKeyPair('RS256', { extractable: true, modulusLength });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}
