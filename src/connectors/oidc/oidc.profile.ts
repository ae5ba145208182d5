/** The hub's view of an OpenID Connect identity. Pure. Names and addresses are for display: none of them recognises anybody. */

import { defined, emailAddressOf, localeOf, pictureOf, textOf } from '../claim-values.js';
import type {
  ConnectorRuntime,
  EmailEvidence,
  JsonObject,
  JsonValue,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import { groupsIn } from './claims.js';
import type { OidcOptions } from './oidc.options.js';
import type { ProfileField } from './options/attribute-map.js';
import { presetOf } from './options/presets.js';

/**
 * @param connection whose own domains limit which addresses the operator's trust covers.
 * Groups are absent where the claims do not list them, which never means that there are none.
 */
export function toProfile(
  { claims }: UpstreamIdentity,
  options: OidcOptions,
  connection: ConnectorRuntime['connection'],
): UserProfile {
  const read = <Value>(field: ProfileField, reading: (value: JsonValue | undefined) => Value | undefined) =>
    sourcesOf(field, options)
      .map((claim) => reading(claims[claim]))
      .find((value) => value !== undefined);
  const email = emailOf(claims, options);
  const groups = groupsIn(claims, options.groups_claim);
  return defined({
    name: read('name', textOf) ?? fullName(read('given_name', textOf), read('family_name', textOf)),
    givenName: read('given_name', textOf),
    familyName: read('family_name', textOf),
    nickname: read('nickname', textOf),
    preferredUsername: read('preferred_username', textOf),
    email,
    emailEvidence: evidenceFor(email, claims, options, connection),
    picture: read('picture', pictureOf),
    locale: read('locale', languageOf),
    groups: groups && [...new Set(groups)].sort(),
  });
}

/** Names of the claims that fill a field, in order: the operator's, the standard one, the preset's. */
function sourcesOf(field: ProfileField, options: OidcOptions): readonly string[] {
  const mapped = Object.entries(options.attribute_map ?? {}).find(([, target]) => target === field)?.[0];
  const substitute = presetOf(options)?.substitutes?.[field];
  return [mapped, field, substitute].filter((claim) => claim !== undefined);
}

function emailOf(claims: JsonObject, options: OidcOptions): string | undefined {
  return sourcesOf('email', options)
    .map((claim) => emailAddressOf(claims[claim]))
    .find((address) => address !== undefined);
}

/**
 * Any administrator upstream can write any address into a user and tick it off, so `email_verified` alone is no
 * evidence: only what the operator trusts, and only about the claim it stands beside. A text "true" is somebody's
 * carelessness, and not taken for a promise.
 */
function evidenceFor(
  email: string | undefined,
  claims: JsonObject,
  options: OidcOptions,
  connection: ConnectorRuntime['connection'],
): EmailEvidence | undefined {
  const isAbout = email !== undefined && email === emailAddressOf(claims.email);
  if (!isAbout || !options.trust_email_verified || claims.email_verified !== true) return undefined;
  return connection.domains.length === 0 ? 'upstream' : 'operator';
}

function fullName(...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(' ');
}

/** Some upstreams write `de_DE` (OpenID Connect Core 1.0, section 5.1, knows of them). */
function languageOf(value: JsonValue | undefined): string | undefined {
  return localeOf(typeof value === 'string' ? value.replaceAll('_', '-') : value);
}
