/** The hub's view of an Azure AD identity. Pure. Names and addresses are for display: none of them recognises anybody. */

import { defined, emailAddressOf, localeOf, objectOf, textOf, textsOf } from '../claim-values.js';
import type { EmailEvidence, JsonObject, JsonValue, UpstreamIdentity, UserProfile } from '../connector.js';
import type { AzureAdOptions } from './azuread.options.js';
import { isFromElsewhere, isGroupOverage } from './identity.js';

const roleLength = 250;

/**
 * `picture` is left out: Microsoft's is a Graph URL that demands a token. The country claims are no locale. Groups are
 * absent where the token did not carry them, which never means that there are none.
 */
export function toProfile({ claims: all }: UpstreamIdentity, options: AzureAdOptions): UserProfile {
  const { graph, ...token } = all;
  const claims = completed(token, graph);
  const email = emailOf(claims);
  // Evidence is about what the token says: it vouches for nothing that Graph adds.
  const evidence = email === undefined ? undefined : emailEvidence(token, options);
  const profile: UserProfile = defined({
    name: nameOf(claims),
    givenName: textOf(claims.given_name),
    familyName: textOf(claims.family_name),
    nickname: textOf(claims.nickname),
    preferredUsername: preferredUsername(claims),
    email,
    locale: localeOf(claims.xms_pl) ?? localeOf(claims.preferred_language),
    groups: groupsFrom(claims, options),
    attributes: objectOf(graph),
  });
  return evidence === undefined ? profile : { ...profile, emailEvidence: evidence };
}

/** Graph's attributes under the names of claims, where the token has none: the token is what was signed. */
function completed(token: JsonObject, graph: JsonValue | undefined): JsonObject {
  const attributes = objectOf(graph) ?? {};
  const additions = {
    name: attributes.displayName,
    given_name: attributes.givenName,
    family_name: attributes.surname,
    email: attributes.mail,
    upn: attributes.userPrincipalName,
    preferred_language: attributes.preferredLanguage,
  };
  const missing = Object.entries(additions).filter(
    (addition): addition is [string, JsonValue] => addition[1] !== undefined && token[addition[0]] === undefined,
  );
  return { ...token, ...Object.fromEntries(missing) };
}

function nameOf(claims: JsonObject): string | undefined {
  const parts = [claims.given_name, claims.family_name].map(textOf).filter((part) => part !== undefined);
  return textOf(claims.name) ?? (parts.length === 0 ? undefined : parts.join(' '));
}

/** v2.0 has `preferred_username`; v1.0 `upn`, and for guests only a `unique_name` such as `live.com#alice@outlook.com`. */
function preferredUsername(claims: JsonObject): string | undefined {
  const uniqueName = textOf(claims.unique_name);
  return textOf(claims.preferred_username) ?? textOf(claims.upn) ?? uniqueName?.slice(uniqueName.lastIndexOf('#') + 1);
}

/** A user principal name may stand in for the address, but a guest's (`…#EXT#@…`) is none that anybody could write to. */
function emailOf(claims: JsonObject): string | undefined {
  return address(claims.email) ?? address(claims.preferred_username) ?? address(claims.upn);
}

/**
 * Microsoft has no `email_verified`, and any tenant's administrator can write any address into a user. `xms_edov` says
 * that the tenant owns the address's domain; it speaks of the `email` claim only, never of what stands in for it.
 */
function emailEvidence(claims: JsonObject, options: AzureAdOptions): EmailEvidence | undefined {
  if (address(claims.email) === undefined) return undefined;
  if (isTrue(claims.xms_edov)) return 'upstream';
  const isTrusted =
    options.should_trust_email_verified_connection === 'always_set_emails_as_verified' && !options.useCommonEndpoint;
  // A guest's address was written by another tenant, which the operator's trust does not cover.
  return isTrusted && !isFromElsewhere(claims) ? 'operator' : undefined;
}

function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && ['true', '1'].includes(value.toLowerCase()));
}

const rolePrefix = 'role:';

function groupsFrom(claims: JsonObject, options: AzureAdOptions): readonly string[] | undefined {
  if (isGroupOverage(claims)) return undefined;
  const texts = textsOf(claims.groups);
  const groups = texts === undefined ? undefined : [...new Set(texts)].sort();
  if (!options.app_roles_as_groups) return groups;
  const roles = (textsOf(claims.roles) ?? []).filter((role) => role !== '' && role.length <= roleLength);
  // A person without a role, whose token lists no groups, may be in many groups: unknown stays unknown.
  if (groups === undefined && roles.length === 0) return undefined;
  // Whoever owns a group may call it "role:Administrator"; only the app registration's roles may look like that.
  const genuine = (groups ?? []).filter((group) => !group.toLowerCase().startsWith(rolePrefix));
  return [...genuine, ...[...new Set(roles)].sort().map((role) => rolePrefix + role)];
}

/** A guest's user principal name looks like an address, and nobody could write to it. */
function address(value: JsonValue | undefined): string | undefined {
  const candidate = emailAddressOf(value);
  return candidate === undefined || /#EXT#/i.test(candidate) ? undefined : candidate;
}
