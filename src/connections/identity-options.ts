import { isDeepStrictEqual } from 'node:util';
import type { ConnectorDefinition } from '../connectors/index.js';
import type { Connection } from './connection.js';

/** Which options that decide people's subjects differ. One that the connector gained since counts as its default. */
export function changedIdentityOptions(
  definition: ConnectorDefinition | undefined,
  stored: Connection,
  changed: Connection,
): readonly string[] {
  if (definition?.identityOptions === undefined) return [];
  const defaults = new definition.options() as Readonly<Record<string, unknown>>;
  return definition.identityOptions.filter(
    (name) => !isDeepStrictEqual(stored.options[name] ?? defaults[name], changed.options[name] ?? defaults[name]),
  );
}
