import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Allow, ValidateBy, ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** Controls, bidirectional overrides, zero-width and other invisible characters: a name must be what it looks like. */
const INVISIBLE = /[\p{C}\u2028\u2029]/u;

/** Name of the rule, by which its schema is found. */
export const IS_VISIBLE_TEXT = 'isVisibleText';

/** May be left out. Unlike class-validator's `IsOptional`, null is not "left out". */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** A text that a person reads: not blank, at most `max` characters, nothing invisible in it. */
export function IsVisibleText(max: number): PropertyDecorator {
  return ValidateBy({
    name: IS_VISIBLE_TEXT,
    constraints: [max],
    validator: {
      validate: (value) =>
        typeof value === 'string' && value.length <= max && value.trim() !== '' && !INVISIBLE.test(value),
      defaultMessage: (args) =>
        `${args?.property} must be a text of 1 to ${max} characters without line breaks, control or invisible characters.`,
    },
  });
}

/** A field that the hub itself returns: accepted when it comes back in a body, and ignored. */
export function ReadOnlyField(): PropertyDecorator {
  return applyDecorators(
    Transform(() => undefined, { toClassOnly: true }),
    Allow(),
    JSONSchema({ readOnly: true }),
  );
}
