/** Validation decorators that the bodies about connections share. Their sentences name the field and the remedy. */
import { ValidateBy, ValidateIf } from 'class-validator';

const MAX_METADATA_KEYS = 10;
const MAX_METADATA_TEXT = 255;

/** May be left out, or null, which clears it. */
export function MayBeCleared(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

/** An object of short texts; null removes one where the body is a change. */
export function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isMetadata',
    validator: {
      validate: isMetadata,
      defaultMessage: (args) =>
        `${args?.property} must be an object of at most ${MAX_METADATA_KEYS} texts (or null), names and texts at most ${MAX_METADATA_TEXT} characters long.`,
    },
  });
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_METADATA_KEYS &&
    entries.every(
      ([key, text]) =>
        key.length <= MAX_METADATA_TEXT &&
        (text === null || (typeof text === 'string' && text.length <= MAX_METADATA_TEXT)),
    )
  );
}

/** The URL of a logo that browsers load: https, no credentials, and a plain host, since its origin goes into a CSP. */
export function IsLogoUrl(max: number): PropertyDecorator {
  return ValidateBy({
    name: 'isLogoUrl',
    validator: {
      validate: (value) => typeof value === 'string' && value.length <= max && isLogoUrl(value),
      defaultMessage: (args) =>
        `${args?.property} must be an https URL of at most ${max} characters, without user name or password.`,
    },
  });
}

function isLogoUrl(text: string): boolean {
  if (/[\s\p{C}]/u.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    /^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])\.?$/.test(url.hostname)
  );
}
