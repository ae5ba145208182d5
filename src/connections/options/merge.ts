/**
 * Step 2 of `read → merge → validate → present`. In: a stored connection, and the options of a change as they were read.
 * Out: the whole of its options as they would be sent, and the secrets that the change keeps. Pure.
 */
import type { ConnectorDefinition, JsonObject, JsonValue } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';
import { canonicalDomain } from '../model/email-domain.js';
import { nextNameOf } from './next-secrets.js';
import { presentOptions } from './present.js';
import { asOptions } from './read.js';
import { impliedDomain, type MergedOptions } from './validate.js';

/** Merges a change into the options of a stored connection. Secrets that it leaves out are kept; null removes one. */
export function mergeOptions(stored: Connection, patch: JsonObject, definition: ConnectorDefinition): MergedOptions {
  const implied = impliedDomain(definition, asOptions(definition, stored.options));
  const kept = (secrets: Readonly<Record<string, string>>, wireName: (name: string) => string) =>
    Object.fromEntries(Object.entries(secrets).filter(([name]) => patch[wireName(name)] !== null));
  const nextSecrets = kept(stored.nextSecrets ?? {}, nextNameOf);
  const { client_secret_next_expires_at, ...others } = withoutImpliedDomain(presentOptions(stored), implied);
  // The date goes with the last of the secrets that it is about.
  const isDated = Object.keys(nextSecrets).length > 0 && client_secret_next_expires_at !== undefined;
  const before = { ...others, ...(isDated && { client_secret_next_expires_at }) };
  return {
    options: mergePatch(before, withoutImpliedDomain(patch, implied)),
    kept: { secrets: kept(stored.secrets, (name) => name), nextSecrets },
  };
}

/** JSON Merge Patch (RFC 7396, section 2) of objects: null removes, objects merge, everything else replaces. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergePatch(isObject(before) ? before : {}, value) : value);
  }
  // `fromEntries` defines members; an assignment would run the setter of `__proto__`.
  return Object.fromEntries(merged);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A domain that follows from other options is shown, but was not set. Sent back as it was read it stays that way, and
 * so follows when those options change.
 */
function withoutImpliedDomain(options: JsonObject, implied: string | undefined): JsonObject {
  const { domain, ...rest } = options;
  return implied !== undefined && typeof domain === 'string' && canonicalDomain(domain) === implied ? rest : options;
}
