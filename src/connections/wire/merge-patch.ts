import type { JsonObject, JsonValue } from '../../connectors/index.js';

/** JSON Merge Patch (RFC 7396, section 2) of objects: null removes, objects merge, everything else replaces. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (isObject(value)) merged.set(key, mergePatch(asObject(merged.get(key)), value));
    else merged.set(key, value);
  }
  // `fromEntries` defines members; an assignment would run the setter of `__proto__`.
  return Object.fromEntries(merged);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
