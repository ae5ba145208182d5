import type { ConnectorRuntime, JsonObject, SignInObserver, UpstreamIdentity } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { invalidResponse } from '../oidc/index.js';
import { type Address, canonicalIssuer } from './address.js';
import { type AzureAdMessageKey, said } from './azuread.messages.js';
import type { AzureAdOptions } from './azuread.options.js';
import { isFromElsewhere } from './azuread.profile.js';
import { consumerTenantId } from './options/tenant.js';

/** From verified claims to the identity that the hub keeps: who it is, and which claims are worth keeping. Pure. */

/**
 * Of the protocol, or Microsoft's own bookkeeping. `_claim_sources` holds a URL that nobody shall ever be tempted to call;
 * `graph` is what the connector reads itself, and no claim that a tenant maps may stand in for it.
 */
const noise: readonly string[] = ['aio', 'rh', 'uti', 'nonce', 'c_hash', 'at_hash', '_claim_sources', 'graph'];

const groupLimit = 10_000;
const groupLength = 256;

/**
 * @throws {ConnectorError} `invalid_response` without the claim that recognises a person, or for groups that are no
 *   list of texts.
 */
export function toIdentity(claims: JsonObject, address: Address, attribute: 'oid' | 'sub'): UpstreamIdentity {
  const subject = claims[attribute];
  if (typeof subject !== 'string' || !/^[\w.-]{1,255}$/.test(subject)) {
    // Seen with partners who administer a tenant without being an object in it. `sub` would change with the registration.
    throw new ConnectorError('invalid_response', `The ID token has no usable "${attribute}".`, {
      step: 'claims',
      actor: 'person',
      ...said('azuread.no_subject'),
    });
  }
  checkGroups(claims.groups);
  return {
    issuer: canonicalIssuer(address.cloud, String(claims.tid)),
    subject,
    claims: Object.fromEntries(Object.entries(claims).filter(([name]) => !noise.includes(name))),
    ...authenticationOf(claims),
  };
}

/** Group overage: above a limit Microsoft leaves all groups out and says so. They are unknown then, not none. */
export function isGroupOverage(claims: JsonObject): boolean {
  const names = claims._claim_names;
  const isElsewhere = typeof names === 'object' && names !== null && !Array.isArray(names) && 'groups' in names;
  return isElsewhere || claims.hasgroups === true || claims.hasgroups === 'true';
}

function checkGroups(groups: unknown): void {
  if (groups === undefined) return;
  const isList =
    Array.isArray(groups) &&
    groups.length <= groupLimit &&
    groups.every((group) => typeof group === 'string' && group !== '' && group.length <= groupLength);
  if (!isList) throw invalidResponse('claims', 'The ID token has groups that are not a list of at most 10 000 texts.');
}

function authenticationOf({ auth_time: time, acr, amr }: JsonObject): Pick<UpstreamIdentity, 'authentication'> {
  const methods = Array.isArray(amr) ? amr.filter((one): one is string => typeof one === 'string') : undefined;
  const authentication = {
    ...(typeof time === 'number' ? { time: new Date(time * 1000) } : {}),
    ...(typeof acr === 'string' ? { acr } : {}),
    ...(methods === undefined ? {} : { amr: methods }),
  };
  return Object.keys(authentication).length === 0 ? {} : { authentication };
}

/** What is true of verified claims and yet deserves an administrator's attention. Sentences without personal data. */

/** Guests are everyday, so only whoever asks hears of them; groups that are missing take rights away, so the log does, too. */
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
