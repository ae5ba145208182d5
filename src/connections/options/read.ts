/**
 * Step 1 of `read → merge → validate → present`. In: `options` as somebody sent them, or a connection as it is stored. Out:
 * the same in the form of this hub and its connector. Stored options were validated by the version that wrote them, so
 * they are not validated again here; only what a connector makes of another version's is. Pure.
 */
import { plainToInstance } from 'class-transformer';
import { InvalidInputError } from '../../common/errors.js';
import { type ConnectorDefinition, ConnectorError, type JsonObject, validateOptions } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';

/** What tools and consoles show in place of a secret: asterisks or bullets, perhaps its last characters, or `##NAME##`. */
const MASK = /^(?:[*•●]{3,}.{0,8}|##[^#]+##)$/u;

/** Options as sent, without what is only the mask of a secret: a masked secret is one that was not sent. */
export function readSent(options: JsonObject): { readonly options: JsonObject; readonly masked: readonly string[] } {
  const isMask = (value: unknown) => typeof value === 'string' && value.length <= 200 && MASK.test(value);
  const entries = Object.entries(options);
  return {
    options: Object.fromEntries(entries.filter(([, value]) => !isMask(value))),
    masked: entries.filter(([, value]) => isMask(value)).map(([name]) => name),
  };
}

type Versioned = Pick<ConnectorDefinition, 'optionsVersion' | 'migrateOptions' | 'secrets' | 'displayName'>;

/** The version of options that this hub's connector stores. */
export function versionOf(definition: Pick<ConnectorDefinition, 'optionsVersion'>): number {
  return definition.optionsVersion ?? 1;
}

/**
 * The connection with its options, secrets included, in the form of this hub's connector. As it was stored, when they
 * are in that form, are newer, or cannot be rewritten: {@link versionTrouble} tells. It is stored so at the next write.
 */
export function upToDate(stored: Connection, definition: Versioned | undefined): Connection {
  if (definition === undefined || (stored.optionsVersion ?? 1) >= versionOf(definition)) return stored;
  try {
    return migrated(stored, definition);
  } catch {
    // The connector's own fault: the connection is marked, and everything else runs on.
    return stored;
  }
}

/** Why the options of a connection cannot be used, and the remedy, as the end of a sentence about the connection. */
export function versionTrouble(connection: Connection, definition: Versioned): string | undefined {
  const [stored, ours] = [connection.optionsVersion ?? 1, versionOf(definition)];
  if (stored === ours) return undefined;
  return stored > ours
    ? `its options were stored by a later version of the connector "${definition.displayName}" (options version ${stored}; this one knows ${ours}). Update the connector.`
    : `its options are of version ${stored}, and the connector "${definition.displayName}" could not rewrite them for version ${ours}. Go back to the connector's version before, or set the options anew.`;
}

/**
 * What a connector is made with: the connection's options and secrets, as an instance of the connector's options class.
 * @throws {ConnectorError} `misconfigured`, when the connector cannot read them, or makes nothing valid of an earlier
 * version's.
 */
export function storedOptions(definition: ConnectorDefinition, connection: Connection): object {
  const current = upToDate(connection, definition);
  const trouble = versionTrouble(current, definition);
  if (trouble !== undefined) throw unusable(connection, trouble);
  const options = { ...current.options, ...current.secrets };
  try {
    if (current !== connection) return validateOptions(definition, options);
    // Options that the connector gained since get their defaults. A copy, so that reading changes nothing that is kept.
    return plainToInstance(definition.options, structuredClone(options));
  } catch (error) {
    const reason = error instanceof InvalidInputError ? error.message : 'its connector cannot read its options';
    throw unusable(connection, reason, error);
  }
}

/**
 * Stored options for a connector's pure functions (`warnings`, `primaryDomain`), which are asked for every row of a list:
 * cheaper than {@link storedOptions}, and without defaults.
 */
export function asOptions(definition: ConnectorDefinition, stored: JsonObject): object {
  return Object.assign(Object.create(definition.options.prototype as object) as object, stored);
}

/** Options as a connector gives them back, and its secrets apart from the rest, as they are stored. */
export function splitSecrets(definition: Pick<ConnectorDefinition, 'secrets'>, options: JsonObject) {
  const entries = Object.entries(options);
  const isSecret = (name: string) => definition.secrets.includes(name);
  return {
    options: Object.fromEntries(entries.filter(([name]) => !isSecret(name))) as JsonObject,
    secrets: Object.fromEntries(
      entries.flatMap(([name, value]) => (isSecret(name) && typeof value === 'string' ? [[name, value]] : [])),
    ) as Readonly<Record<string, string>>,
  };
}

function migrated(stored: Connection, definition: Versioned): Connection {
  const { nextSecrets, ...rest } = stored;
  const now = rewrite(definition, stored, stored.secrets);
  // Renamed like those in use: what differs from these comes next.
  const next = nextSecrets && rewrite(definition, stored, { ...stored.secrets, ...nextSecrets });
  const comesNext = Object.entries(next?.secrets ?? {}).filter(([name, value]) => value !== now.secrets[name]);
  return {
    ...rest,
    ...now,
    ...(comesNext.length > 0 && { nextSecrets: Object.fromEntries(comesNext) }),
    optionsVersion: versionOf(definition),
  };
}

function rewrite(definition: Versioned, { options, optionsVersion = 1 }: Connection, secrets: Connection['secrets']) {
  const before = structuredClone({ ...options, ...secrets });
  // Through JSON: what comes back is stored.
  return splitSecrets(
    definition,
    JSON.parse(JSON.stringify(definition.migrateOptions?.(before, optionsVersion))) as JsonObject,
  );
}

/** The refusal of a connection that no connector can be made of. */
export function unusable(connection: Connection, reason: string, cause?: unknown): ConnectorError {
  return new ConnectorError('misconfigured', `The connection "${connection.name}" cannot be used: ${reason}`, {
    step: 'authorize',
    actor: 'operator',
    messageKey: 'hub.connection_unfit',
    publicMessage: 'This way to sign in is not set up correctly.',
    ...(cause !== undefined && { cause }),
  });
}
