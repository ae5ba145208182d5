/** Where connectors from outside came from: a package or a file, as the operator lists it. */
import type { ConnectorDefinition } from './connector.js';

const sources = new WeakMap<ConnectorDefinition, string>();

export function rememberSource(definition: ConnectorDefinition, specifier: string): void {
  sources.set(definition, specifier);
}

/** Undefined for a connector that came with the hub or its application. */
export function loadedFrom(definition: ConnectorDefinition): string | undefined {
  return sources.get(definition);
}
