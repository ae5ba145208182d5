/** What is a GUID, and how it is written. Pure. */

const guid = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** What Microsoft calls a GUID, in any spelling people paste. */
export function looksLikeGuid(value: string): boolean {
  return guid.test(value.trim());
}

/** GUIDs are compared byte for byte with tokens, which have them in lower case. */
export function lowerCaseGuid(value: unknown): unknown {
  return typeof value === 'string' && looksLikeGuid(value) ? value.trim().toLowerCase().replace(/[{}]/g, '') : value;
}
