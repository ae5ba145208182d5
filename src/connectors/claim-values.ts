/** Reads claims that are shown to people, and refuses what is no name, address or language. Pure. */
import type { JsonObject, JsonValue } from './connector.js';
import { hasControlCharacters } from './option-values.js';

const textLimit = 1000;
const addressLimit = 254;

/** A text of one line without blanks around it, at most 1000 characters long. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || hasControlCharacters(value)) return undefined;
  const trimmed = value.trim();
  return trimmed === '' || trimmed.length > textLimit ? undefined : trimmed;
}

/** An e-mail address as people write one; not the rarer forms with comments or quotes. */
export function emailAddressOf(value: JsonValue | undefined): string | undefined {
  const candidate = textOf(value);
  if (candidate === undefined || candidate.length > addressLimit) return undefined;
  return /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+\.[^\s@"(),:;<>[\\\]]+$/.test(candidate) ? candidate : undefined;
}

/** The https URL of a picture, which browsers of administrators and applications load: nothing else. */
export function pictureOf(value: JsonValue | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : undefined;
}

/** A BCP 47 language tag in canonical form. */
export function localeOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || !/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(value)) return undefined;
  try {
    return Intl.getCanonicalLocales(value)[0];
  } catch {
    return undefined;
  }
}

/** The texts of a list; undefined for what is no list. */
export function textsOf(list: JsonValue | undefined): readonly string[] | undefined {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : undefined;
}

/** An object, as opposed to a list or to nothing. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The members of an object that have a value: an absent member says that nothing is known, which `undefined` would not. */
export function defined<Members extends object>(
  members: Members,
): { readonly [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;
}
