/** From verified claims to the identity that the hub keeps: who it is, and which claims are worth keeping. Pure. */
import { isObject } from '../claim-values.js';
import type { ConnectorRuntime, JsonObject, SignInObserver, UpstreamIdentity } from '../connector.js';
import { authenticationIn, invalidResponse, isGroupList } from '../oidc/index.js';
import { type Address, canonicalIssuer } from './address.js';
import { type AzureAdMessageKey, failure, said } from './azuread.messages.js';
import type { AzureAdOptions } from './azuread.options.js';
import { consumerTenantId } from './options/tenant.js';

/**
 * Claims that are not kept: the protocol's, and Microsoft's own bookkeeping. `_claim_sources` holds a URL that nobody
 * shall ever be tempted to call; `graph` is what the connector reads itself, and no claim that a tenant maps may stand in
 * for it.
 */
const noise: readonly string[] = ['aio', 'rh', 'uti', 'nonce', 'c_hash', 'at_hash', '_claim_sources', 'graph'];

/**
 * @throws {ConnectorError} `invalid_response` without the claim that recognises a person, or for groups that are no
 *   list of texts.
 */
export function toIdentity(claims: JsonObject, address: Address, attribute: 'oid' | 'sub'): UpstreamIdentity {
  const subject = claims[attribute];
  if (typeof subject !== 'string' || !/^[\w.-]{1,255}$/.test(subject)) {
    // Seen with partners who administer a tenant without being an object in it. `sub` would change with the registration.
    const about = { code: 'invalid_response', step: 'claims', actor: 'person', key: 'azuread.no_subject' } as const;
    throw failure(about, `The ID token has no usable "${attribute}".`);
  }
  checkGroups(claims.groups);
  return {
    issuer: canonicalIssuer(address.cloud, String(claims.tid)),
    subject,
    claims: Object.fromEntries(Object.entries(claims).filter(([name]) => !noise.includes(name))),
    ...authenticationIn(claims),
  };
}

/** Group overage: above a limit Microsoft leaves all groups out and says so. They are unknown then, not none. */
export function isGroupOverage(claims: JsonObject): boolean {
  const names = claims._claim_names;
  const isElsewhere = isObject(names) && 'groups' in names;
  return isElsewhere || claims.hasgroups === true || claims.hasgroups === 'true';
}

/** Guests and personal accounts. `idp` is absent, or the issuer itself, for the tenant's own people. */
export function isFromElsewhere(claims: JsonObject): boolean {
  const hasGuestName = [claims.upn, claims.preferred_username, claims.unique_name].some(
    (name) => typeof name === 'string' && /#|_EXT_@/i.test(name),
  );
  const isOwn = claims.idp === undefined || isOwnProvider(claims);
  return claims.tid === consumerTenantId || claims.acct === 1 || claims.acct === '1' || hasGuestName || !isOwn;
}

/** The tenant in its v1.0 or v2.0 issuer; the two generations are told apart by nothing else. */
function isOwnProvider({ idp, iss, tid }: JsonObject): boolean {
  return idp === iss || (typeof idp === 'string' && idp === `https://sts.windows.net/${String(tid)}/`);
}

function checkGroups(groups: unknown): void {
  if (groups === undefined || isGroupList(groups)) return;
  throw invalidResponse('claims', 'The ID token has groups that are not a list of at most 10 000 texts.');
}

/**
 * Reports what is true of verified claims and yet deserves an administrator's attention, without personal data. Guests
 * are everyday, so only an observer hears of them; missing groups take rights away, so the log says it, too.
 */
export function noteDoubts(
  claims: JsonObject,
  options: AzureAdOptions,
  { logger, connection }: ConnectorRuntime,
  observer?: SignInObserver,
): void {
  if (isGroupOverage(claims) && !options.ext_groups) {
    logger.warn({ connection: connection.name }, said('azuread.warning.group_overage').publicMessage);
    warn(observer, 'claims', 'azuread.warning.group_overage');
  }
  if (claims.tid !== consumerTenantId && isFromElsewhere(claims)) warn(observer, 'claims', 'azuread.warning.guest');
}

/** Tells whoever listens, with the key that other languages know the sentence by. */
export function warn(observer: SignInObserver | undefined, stage: string, key: AzureAdMessageKey): void {
  const { publicMessage, messageKey } = said(key);
  observer?.warned(stage, publicMessage, messageKey);
}
