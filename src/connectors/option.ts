/** Decorators that an options class is written with: one for reading an input, one for judging it. */
import { Exclude, Expose, Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { JsonObject, JsonValue } from './connector.js';

/** An option as it was sent, and everything sent with it. Values are unknown until validated. */
export type RawInput = Readonly<Record<string, unknown>>;

export interface OptionDetail {
  readonly description: string;
  /** Value of an option that was not sent (or sent as null). */
  readonly default?: JsonValue;
  /** No default, and must be sent. */
  readonly required?: boolean;
  /** Other tools' names for it: accepted on input, never stored. A name wins over the option's own, since it is never read back. */
  readonly aliases?: readonly string[];
  /** Normalisation. Must map what it produced to itself, and leave alone what it does not understand: validation says why. */
  readonly read?: (value: unknown, input: RawInput) => unknown;
  readonly schema?: JsonObject;
}

/** What class-transformer does not tell: other names, by the prototype that declares them. */
const declaredAliases = new WeakMap<object, readonly string[]>();

/** Declares an option: its description and default in the JSON Schema, its aliases and its normalisation. */
export function Option(detail: OptionDetail): PropertyDecorator {
  return (target, key) => {
    const name = String(key);
    declaredAliases.set(target, [...(declaredAliases.get(target) ?? []), ...(detail.aliases ?? [])]);
    for (const alias of detail.aliases ?? []) Exclude({ toClassOnly: true })(target, alias);
    // Exposed, so that the reading also runs for an option that is missing under its own name.
    Expose()(target, name);
    Transform(({ obj }: { obj: RawInput }) => readOption(name, detail, obj), { toClassOnly: true })(target, name);
    if (detail.required !== true) IsOptional()(target, name);
    JSONSchema({
      description: detail.description,
      ...(detail.default === undefined ? {} : { default: mutable(detail.default) }),
      ...detail.schema,
    })(target, name);
  };
}

/** An option that is true or false. */
export function YesOrNo(detail: Omit<OptionDetail, 'schema'>): PropertyDecorator {
  return (target, key) => {
    Option({ ...detail, schema: { type: 'boolean' } })(target, key);
    IsBoolean({ message: `${String(key)} must be true or false.` })(target, key);
  };
}

/**
 * An option that is one of a few texts.
 * @param remark the rest of the sentence that refuses another one.
 */
export function OneOf(values: readonly string[], detail: OptionDetail, remark = ''): PropertyDecorator {
  const listed = values.length === 2 ? values.join(' or ') : `one of ${values.join(', ')}`;
  return (target, key) => {
    Option({ ...detail, schema: { type: 'string', ...detail.schema } })(target, key);
    IsIn(values, { message: `${String(key)} must be ${listed}${remark}.` })(target, key);
  };
}

/** The other names that an options class accepts on input, those of its base classes included. */
export function optionAliases(options: new () => object): readonly string[] {
  const aliases: string[] = [];
  for (let target: unknown = options.prototype; target instanceof Object; target = Object.getPrototypeOf(target))
    aliases.push(...(declaredAliases.get(target) ?? []));
  return aliases;
}

/** A rule with a reason: `problem` says what is wrong and what to do (after the option's name), or undefined. */
export function Satisfies<Value = unknown>(
  name: string,
  problem: (value: Value, options: RawInput) => string | undefined,
): PropertyDecorator {
  const judge = (args: ValidationArguments | undefined): string | undefined =>
    args === undefined ? undefined : problem(args.value, { ...args.object });
  return ValidateBy({
    name,
    validator: {
      validate: (_value, args) => judge(args) === undefined,
      defaultMessage: (args) => `${args?.property ?? 'option'} ${judge(args) ?? 'is not valid'}.`,
    },
  });
}

function readOption(name: string, detail: OptionDetail, input: RawInput): unknown {
  const sent = [...(detail.aliases ?? []), name].map((key) => own(input, key)).find((value) => value != null);
  const value = detail.read === undefined ? sent : detail.read(sent, input);
  return value ?? (detail.default === undefined ? undefined : structuredClone(detail.default));
}

function own(input: RawInput, key: string): unknown {
  return Object.hasOwn(input, key) ? input[key] : undefined;
}

// The schema type of the library wants mutable arrays.
function mutable(value: JsonValue): JsonValue {
  return structuredClone(value);
}
