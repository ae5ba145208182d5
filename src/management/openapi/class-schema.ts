import type { Type } from '@nestjs/common';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { IS_VISIBLE_TEXT } from '../input/field-rules.js';

/** A schema object of OpenAPI, as far as it is looked into here. */
export interface ClassSchema {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required: readonly string[];
}

/** What the hub's own rules mean in a schema. */
const OWN_RULES = {
  [IS_VISIBLE_TEXT]: ({ constraints }: { readonly constraints?: readonly number[] }) => ({
    type: 'string' as const,
    minLength: 1,
    ...(constraints?.[0] !== undefined && { maxLength: constraints[0] }),
  }),
};

/**
 * The schema of a DTO, from the decorators that validate it: there is no second description that could differ.
 * Unknown members are errors everywhere, so none are allowed.
 */
export function classSchema(dto: Type<unknown>): ClassSchema & Readonly<Record<string, unknown>> {
  // Through JSON, so that nobody can change the library's metadata through what is handed out.
  const schema = JSON.parse(
    JSON.stringify(targetConstructorToSchema(dto, { additionalConverters: OWN_RULES })),
  ) as Partial<ClassSchema>;
  const properties = schema.properties ?? {};
  const required = (schema.required ?? []).filter((name) => properties[name]?.readOnly !== true);
  return { ...schema, properties, required, additionalProperties: false };
}
