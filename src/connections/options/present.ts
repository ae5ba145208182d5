/**
 * Step 4 of `read → merge → validate → present`. In: a connection, its options in the form of this hub's connector. Out:
 * `options` of the wire and what to say of them. No secret is read here. Pure.
 */
import type { ConnectorDefinition, JsonObject } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';
import { asOptions, versionTrouble } from './read.js';

/** Gives `options` for the wire: the connector's and what the dialect keeps there of the connection, never a secret. */
export function presentOptions(connection: Connection): JsonObject {
  const { domain, iconUrl, secretExpiresAt, nextSecretExpiresAt } = connection;
  return {
    ...connection.options,
    ...(domain !== undefined && { domain }),
    domain_aliases: connection.domainAliases,
    ...(iconUrl !== undefined && { icon_url: iconUrl }),
    set_user_root_attributes: connection.profileSync,
    callback: connection.callbackKind,
    restrict_email_domains: connection.restrictEmailDomains,
    ...(secretExpiresAt && { client_secret_expires_at: secretExpiresAt.toISOString() }),
    ...(nextSecretExpiresAt && { client_secret_next_expires_at: nextSecretExpiresAt.toISOString() }),
  };
}

/** Says which options have no effect, why nobody can sign in, and whatever else the operator should know. */
export function optionWarnings(connection: Connection, definition: ConnectorDefinition | undefined): readonly string[] {
  if (definition === undefined) {
    return [`This hub has no connector for the strategy "${connection.strategy}": nobody can sign in with it.`];
  }
  const trouble = versionTrouble(connection, definition);
  if (trouble !== undefined) return [`Nobody can sign in with this connection: ${trouble}`];
  const own = definition.warnings?.(asOptions(definition, connection.options)) ?? [];
  return connection.callbackKind === 'shared' ? [...own, SHARED_CALLBACK] : own;
}

/** RFC 9700, section 4.4: PKCE and nonce do not help against it. */
const SHARED_CALLBACK =
  'options.callback is shared: an identity provider of another connection that shares it could have people sign in here and get ' +
  'their codes, unless this one names itself in its answers (iss). Register the URL of its own and set callback to own.';
