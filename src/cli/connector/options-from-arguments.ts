/** The options of a connection, from the command line: files, environment and arguments, the latter never for secrets. */
import { readFileSync } from 'node:fs';
import { type ConnectorDefinition, type JsonObject, type JsonValue, optionsSchema } from '../../connectors/index.js';

export interface OptionArguments {
  /** `name=value`, `name=@file` or `name=env:NAME`. */
  readonly option?: readonly string[];
  /** A JSON file with an object of options. */
  readonly options?: string;
  readonly issuer?: string;
}

/** @throws {Error} that names the argument and the remedy; it repeats no value. */
export function optionsFromArguments(
  definition: Pick<ConnectorDefinition, 'secrets'> & ConnectorDefinition,
  given: OptionArguments,
  environment: Readonly<Record<string, string | undefined>>,
): JsonObject {
  const fromFile = given.options === undefined ? {} : objectIn(given.options);
  const pairs = (given.option ?? []).map((text) => pairOf(text, definition, environment));
  return { ...fromFile, ...(given.issuer !== undefined && { issuer: given.issuer }), ...Object.fromEntries(pairs) };
}

function pairOf(
  text: string,
  definition: ConnectorDefinition,
  environment: Readonly<Record<string, string | undefined>>,
): readonly [string, JsonValue] {
  const [, name, value] = /^([A-Za-z0-9_-]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Error('--option takes NAME=VALUE, NAME=@FILE or NAME=env:NAME.');
  const indirect = indirectly(name, value, environment);
  if (indirect === undefined && definition.secrets.includes(name)) {
    throw new Error(
      `--option ${name} is a secret: everybody on this machine can see arguments. Write it to a file and say --option ${name}=@FILE, or say --option ${name}=env:NAME.`,
    );
  }
  return [name, typed(indirect ?? value, definition, name)];
}

function indirectly(
  name: string,
  value: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (value.startsWith('@')) return readFrom(value.slice(1)).trimEnd();
  if (!value.startsWith('env:')) return undefined;
  const found = environment[value.slice('env:'.length)];
  if (found === undefined) throw new Error(`--option ${name} names the variable ${value.slice(4)}, which is not set.`);
  return found;
}

/** What the options class takes as a number, a switch or a list is written as JSON. */
function typed(text: string, definition: ConnectorDefinition, name: string): JsonValue {
  const properties = optionsSchema(definition).properties as Readonly<Record<string, JsonObject | undefined>>;
  const type = properties[name]?.type;
  if (type === undefined || type === 'string') return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The validation says what it takes.
    return text;
  }
}

function objectIn(path: string): JsonObject {
  const text = readFrom(path);
  try {
    const value = JSON.parse(text) as JsonValue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // A parser quotes what it could not read: that could be a secret.
  }
  throw new Error(`${path} holds no JSON object of options.`);
}

function readFrom(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read.`);
  }
}
