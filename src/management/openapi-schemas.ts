import type { Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { IS_VISIBLE_TEXT } from './field-rules.js';
import type { AnswerDescription } from './management-api.decorator.js';
import type { Schema } from './openapi-responses.js';

/** The schema of one resource in an answer. Open: a later version may add members, and `fields` takes some away. */
export function resourceSchema({ of }: AnswerDescription): Schema {
  const { additionalProperties: _, ...schema } = classSchema(of) as Record<string, unknown>;
  return schema as Schema;
}

/** The schema of a whole answer, which refers to that of its resource. */
export function answerSchema({ of, as, key = '' }: AnswerDescription): Schema {
  const resource = { $ref: `#/components/schemas/${of.name}` };
  const list = { type: 'array', items: resource } as const;
  if (as === undefined) return resource as Schema;
  if (as === 'array') return list;
  const object: Schema = {
    type: 'object',
    required: [key],
    properties: {
      [key]: list,
      start: { type: 'integer', description: 'By page: index of the first entry.' },
      limit: { type: 'integer', description: 'By page: entries a page.' },
      length: { type: 'integer', description: 'By page: entries in this answer.' },
      total: { type: 'integer', description: 'By page: entries in all.' },
      next: { type: 'string', description: 'By checkpoint: `from` of the next request; left out at the end.' },
    },
  };
  return as === 'object' ? object : { oneOf: [list, object] };
}

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

/** The DTO classes that a handler reads. */
export interface RouteInputs {
  readonly query?: Type<unknown>;
  readonly body?: Type<unknown>;
}

/** Which classes describe a handler's query and body; shapeless types (`Array`, `String` …) describe nothing. */
export function routeInputs(controller: Type<unknown>, handlerName: string): RouteInputs {
  const types: readonly Type<unknown>[] =
    Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, handlerName) ?? [];
  const parameters: Readonly<Record<string, { readonly index: number; readonly data?: unknown }>> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handlerName) ?? {};
  const read = (kind: RouteParamtypes): Type<unknown> | undefined => {
    const found = Object.entries(parameters).find(
      ([key, { data }]) => key.startsWith(`${kind}:`) && data === undefined,
    );
    const type = found && types[found[1].index];
    return type === undefined || SHAPELESS.has(type) ? undefined : type;
  };
  const query = read(RouteParamtypes.QUERY);
  const body = read(RouteParamtypes.BODY);
  return { ...(query && { query }), ...(body && { body }) };
}

const SHAPELESS: ReadonlySet<unknown> = new Set([Object, Array, String, Number, Boolean]);
