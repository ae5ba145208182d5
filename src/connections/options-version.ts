/** Options that another version of their connector stored: rewritten when they are read, kept when they are newer. Pure. */
import type { ConnectorDefinition, JsonObject } from '../connectors/index.js';
import type { Connection } from './connection.js';

type Versioned = Pick<ConnectorDefinition, 'optionsVersion' | 'migrateOptions' | 'secrets' | 'displayName'>;

/** The version of options that this hub's connector stores. */
export function versionOf(definition: Versioned): number {
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
  const after = JSON.parse(JSON.stringify(definition.migrateOptions?.(before, optionsVersion))) as JsonObject;
  const isSecret = (name: string) => definition.secrets.includes(name);
  return {
    options: Object.fromEntries(Object.entries(after).filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(
      Object.entries(after).flatMap(([name, value]) =>
        isSecret(name) && typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
  };
}
