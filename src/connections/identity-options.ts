import { isDeepStrictEqual } from 'node:util';
import type { ConnectorDefinition } from '../connectors/index.js';
import type { Connection } from './connection.js';

/** Which options that decide people's subjects differ. */
export function changedIdentityOptions(
  definition: ConnectorDefinition | undefined,
  stored: Connection,
  changed: Connection,
): readonly string[] {
  return differing(definition, definition?.identityOptions ?? [], stored, changed);
}

/** Whether options differ that say where secrets go: then it is another registration at the upstream. */
export function isOtherRegistration(
  definition: ConnectorDefinition | undefined,
  stored: Connection,
  changed: Connection,
): boolean {
  return differing(definition, definition?.endpointOptions ?? [], stored, changed).length > 0;
}

/** One that the connector gained since counts as its default. */
function differing(
  definition: ConnectorDefinition | undefined,
  names: readonly string[],
  stored: Connection,
  changed: Connection,
): readonly string[] {
  if (definition === undefined || names.length === 0) return [];
  const defaults = new definition.options() as Readonly<Record<string, unknown>>;
  return names.filter(
    (name) => !isDeepStrictEqual(stored.options[name] ?? defaults[name], changed.options[name] ?? defaults[name]),
  );
}
