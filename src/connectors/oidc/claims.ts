/** From a verified ID token, and what UserInfo adds to it, to the claims that are kept. Pure. */
import { defined, isObject } from '../claim-values.js';
import type { JsonObject, JsonValue, UpstreamIdentity } from '../connector.js';
import { failure } from './oidc.messages.js';
import type { OidcOptions, Settings } from './oidc.options.js';
import { invalidResponse } from './protocol/errors.js';

/** The protocol's own claims, which are not kept. The URLs and tokens of `_claim_sources` shall tempt nobody. */
const noise: readonly string[] = ['nonce', 'c_hash', 'at_hash', 's_hash', '_claim_sources'];

/** What only the signed token can say: who it is from, for whom, how and when the person signed in. */
const signedOnly: readonly string[] = [
  ...['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'acr', 'amr', 'sid'],
  ...noise,
];

/** The most groups that are accepted: no application could use more, and no token could carry them. */
export const MAX_GROUPS = 10_000;
const groupLength = 256;

/** The token's claims, completed by those of UserInfo that the token lacks. A signed claim always wins. */
export function completed(token: JsonObject, userInfo: JsonObject): JsonObject {
  const address = Object.hasOwn(token, 'email') ? token.email : userInfo.email;
  const signed = about(address, token);
  const additions = Object.entries(about(address, userInfo)).filter(
    ([name]) => !signedOnly.includes(name) && !Object.hasOwn(signed, name),
  );
  return { ...signed, ...Object.fromEntries(additions) };
}

/** `email_verified` speaks of the address beside it, so it is worth nothing beside the other source's. */
function about(address: JsonValue | undefined, source: JsonObject): JsonObject {
  const { email_verified: _aboutAnother, ...rest } = source;
  return address === undefined || source.email === address ? source : rest;
}

/**
 * Refuses accounts of organizations that the connection does not admit, where the preset's product says which one it is.
 * @param token of the ID token only: nothing else about it is signed.
 * @throws {ConnectorError} `identity_rejected`
 */
export function admitHostedDomain(token: JsonObject, { hd }: OidcOptions, { preset }: Settings): void {
  if (preset?.hostedDomain === undefined) return;
  const domain = token[preset.hostedDomain.claim];
  const admitted = hd ?? [];
  if (
    typeof domain === 'string' &&
    domain !== '' &&
    (admitted.includes('*') || admitted.includes(domain.toLowerCase()))
  ) {
    return;
  }
  const found = typeof domain === 'string' ? JSON.stringify(domain.slice(0, 253)) : 'none';
  const message = `The account's organization (${found}) is not among those that the connection admits (hd).`;
  throw failure({ code: 'identity_rejected', step: 'claims', actor: 'person', key: 'oidc.hosted_domain' }, message);
}

/** @throws {ConnectorError} `invalid_response` for groups that are no list of texts. */
export function toIdentity(issuer: string, claims: JsonObject, options: OidcOptions): UpstreamIdentity {
  groupsIn(claims, options.groups_claim);
  return {
    issuer,
    subject: String(claims.sub),
    claims: Object.fromEntries(Object.entries(claims).filter(([name]) => !noise.includes(name))),
    ...authenticationIn(claims),
  };
}

/**
 * The groups as the claim lists them; undefined where it is missing. Some upstreams write a list of one as a text.
 * @throws {ConnectorError} `invalid_response` for anything else: rights may depend on it.
 */
export function groupsIn(claims: JsonObject, name: string | undefined): readonly string[] | undefined {
  const value = name === undefined ? undefined : claimNamed(claims, name);
  if (value === undefined || value === null) return undefined;
  const groups: unknown = Array.isArray(value) ? value : [value];
  if (isGroupList(groups)) return groups;
  throw invalidResponse('claims', `The claim "${name}" is no list of at most ${MAX_GROUPS} groups.`);
}

export function isGroupList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_GROUPS) return false;
  return value.every((group) => typeof group === 'string' && group !== '' && group.length <= groupLength);
}

/** A claim by its name, or, where none is called so, by the path to it. */
function claimNamed(claims: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<JsonValue | undefined>((value, part) => {
    return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, claims);
}

/** How and when the person signed in at the upstream, as far as the token says. */
export function authenticationIn({ auth_time: time, acr, amr }: JsonObject): Pick<UpstreamIdentity, 'authentication'> {
  const methods = Array.isArray(amr) ? amr.filter((one): one is string => typeof one === 'string') : undefined;
  const authentication = defined({
    time: typeof time === 'number' ? new Date(time * 1000) : undefined,
    acr: typeof acr === 'string' ? acr : undefined,
    amr: methods,
  });
  return Object.keys(authentication).length === 0 ? {} : { authentication };
}
