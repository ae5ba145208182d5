/** Signs ID tokens and access tokens, and tells the lies that the control endpoint ordered. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Lie } from '../world/faults.js';
import type { Grant } from '../world/grants.js';
import type { KeyOwner, SigningKey } from '../world/key-ring.js';
import { GRAPH_ID } from '../world/registrations.js';
import type { SandboxState } from '../world/state.js';
import { type Claims, type FrontChannel, idTokenClaims, pairwiseSubject } from './claims.js';

export async function signIdToken(state: SandboxState, grant: Grant, frontChannel?: FrontChannel): Promise<string> {
  const lies = state.faults.liesFor(grant.application.clientId);
  const claims = lies.reduce((told, lie) => bend(state, grant, told, lie), idTokenClaims(state, grant, frontChannel));
  const owner = keyOwner(grant, lies);
  const key = lies.includes('unknown-key')
    ? await state.keys.stranger(state.clock.now())
    : state.keys.signingKey(owner);
  if (lies.includes('algorithm-none')) return `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}.`;
  if (lies.includes('algorithm-hs256')) return signWithPublicKey(key, claims);
  const token = await sign(key, claims, grant.version);
  return lies.includes('bad-signature') ? spoil(token) : token;
}

/** Graph's access tokens are nobody else's business: a `nonce` in the header makes ordinary checks fail. */
export async function signAccessToken(
  state: SandboxState,
  token: {
    readonly grant?: Grant;
    readonly clientId: string;
    readonly tenantId: string;
    readonly resourceId: string;
    readonly version: 1 | 2;
    readonly scopes: readonly string[];
    readonly roles?: readonly string[];
    readonly lifetime: number;
  },
): Promise<string> {
  const { grant } = token;
  const now = Math.floor(state.clock.now().getTime() / 1000);
  const subject = grant === undefined ? token.clientId : pairwiseSubject(token.resourceId, grant.user);
  const claims: Claims = {
    aud: token.resourceId,
    iss: state.issuer(token.version, token.tenantId),
    iat: now - 300,
    nbf: now - 300,
    exp: now + token.lifetime,
    aio: randomBytes(32).toString('base64'),
    ...(token.version === 1
      ? { appid: token.clientId, appidacr: '1', acr: '1' }
      : { azp: token.clientId, azpacr: '1' }),
    ...(grant === undefined
      ? { idtyp: 'app', oid: token.clientId }
      : { idtyp: 'user', oid: grant.user.id, name: grant.user.displayName }),
    ...(token.scopes.length > 0 && { scp: token.scopes.join(' ') }),
    ...(token.roles !== undefined && token.roles.length > 0 && { roles: token.roles }),
    sub: subject,
    tid: token.tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: token.version === 1 ? '1.0' : '2.0',
  };
  const key = state.keys.signingKey(grant?.user.tenant.isConsumers ? 'consumers' : 'organizations');
  if (token.resourceId !== GRAPH_ID) return sign(key, claims, token.version);
  const signed = await sign(key, claims, token.version, { nonce: randomUUID() });
  return spoil(signed);
}

function sign(key: SigningKey, claims: Claims, version: 1 | 2, header: Claims = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...(version === 1 && { x5t: key.kid }), kid: key.kid, ...header })
    .sign(key.privateKey);
}

function keyOwner(grant: Grant, lies: readonly Lie[]): KeyOwner {
  if (lies.includes('foreign-cloud-key')) return 'foreign-cloud';
  if (lies.includes('consumers-key')) return 'consumers';
  return grant.user.tenant.isConsumers ? 'consumers' : 'organizations';
}

function bend(state: SandboxState, grant: Grant, claims: Claims, lie: Lie): Claims {
  const { tid, oid, nonce } = claims;
  const now = Math.floor(state.clock.now().getTime() / 1000);
  const without = (name: string): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const otherTenant = state.directory.tenants.find((one) => one.id !== tid && !one.isConsumers)?.id ?? randomUUID();
  switch (lie) {
    case 'wrong-issuer':
      return { ...claims, iss: state.issuer(grant.version, otherTenant) };
    case 'issuer-template':
      return { ...claims, iss: state.issuer(grant.version, '{tenantid}') };
    case 'issuer-with-domain':
      return { ...claims, iss: state.issuer(grant.version, grant.user.tenant.domains[0] ?? '') };
    case 'issuer-of-other-version':
      return { ...claims, iss: state.issuer(grant.version === 1 ? 2 : 1, String(tid)) };
    case 'issuer-slash':
      return { ...claims, iss: grant.version === 1 ? String(claims.iss).slice(0, -1) : `${claims.iss}/` };
    case 'wrong-audience':
      return { ...claims, aud: randomUUID() };
    case 'audience-list':
      return { ...claims, aud: [claims.aud, randomUUID()] };
    case 'wrong-nonce':
      return { ...claims, nonce: `${nonce}x` };
    case 'missing-nonce':
      return without('nonce');
    case 'tenant-mismatch':
      return { ...claims, tid: otherTenant };
    case 'missing-tenant':
      return without('tid');
    case 'tenant-twice':
      return { TID: otherTenant, ...claims };
    case 'missing-object-id':
      return oid === undefined ? claims : without('oid');
    case 'expired':
      return { ...claims, iat: now - 90_000, nbf: now - 90_000, exp: now - 86_100 };
    case 'not-yet-valid':
      return { ...claims, iat: now + 7_200, nbf: now + 7_200, exp: now + 10_800 };
    default:
      return claims;
  }
}

/** The classic confusion: the public key's text used as an HMAC secret. */
function signWithPublicKey(key: SigningKey, claims: Claims): string {
  const input = `${encode({ typ: 'JWT', alg: 'HS256', kid: key.kid })}.${encode(claims)}`;
  const pem = `-----BEGIN CERTIFICATE-----\n${key.certificate}\n-----END CERTIFICATE-----\n`;
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
}

function spoil(token: string): string {
  const cut = token.lastIndexOf('.') + 1;
  const signature = Buffer.from(token.slice(cut), 'base64url');
  signature[0] = (signature[0] ?? 0) ^ 0xff;
  return token.slice(0, cut) + signature.toString('base64url');
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
