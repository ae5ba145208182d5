/**
 * Secrets that come next. Whatever its connector, each secret of a connection has a successor on the wire, named after
 * it: `client_secret_next` for `client_secret`. The connector never sees two secrets: it is made with one or the other.
 * Pure.
 */
import { type FieldProblem, InvalidInputError } from '../../common/errors.js';
import { type ConnectorDefinition, type JsonObject, type JsonValue, validateOptions } from '../../connectors/index.js';
import type { Connection } from '../connection.js';

type Secrets = Readonly<Record<string, string>>;

/** Name on the wire of the secret that comes after the one of this name. */
export function nextNameOf(secret: string): string {
  return `${secret}_next`;
}

/** `options` without next secrets, and these under the names of those they replace. */
export function splitNextSecrets(
  definition: ConnectorDefinition,
  options: JsonObject,
): { readonly others: JsonObject; readonly next: JsonObject } {
  const names = new Map(definition.secrets.map((name) => [nextNameOf(name), name]));
  const entries = Object.entries(options);
  return {
    others: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    next: Object.fromEntries(
      entries.flatMap(([wireName, value]) => {
        const name = names.get(wireName);
        return name === undefined || value === null ? [] : [[name, value] as const];
      }),
    ),
  };
}

/**
 * Next secrets as the connector reads them, each where its predecessor would be. One that is the secret in use already
 * has nothing to wait for, and is left out.
 * @param options validated, with the secrets in use.
 * @throws {InvalidInputError} naming them as on the wire.
 */
export function configureNextSecrets(definition: ConnectorDefinition, options: JsonObject, next: JsonObject): Secrets {
  if (Object.keys(next).length === 0) return {};
  const validated = validateAsNext(definition, { ...options, ...next }, next);
  const read = (name: string): JsonValue | undefined => Reflect.get(validated, name) as JsonValue | undefined;
  return Object.fromEntries(
    Object.keys(next).flatMap((name) => {
      const value = read(name);
      return typeof value !== 'string' || value === options[name] ? [] : [[name, value] as const];
    }),
  );
}

/** The connection as it is after the switch: what a check of the next secrets looks at, and what a switch stores. */
export function withNextSecrets(connection: Connection): Connection {
  const { nextSecrets, nextSecretExpiresAt, secretExpiresAt, ...rest } = connection;
  if (nextSecrets === undefined) return connection;
  return {
    ...rest,
    secrets: { ...rest.secrets, ...nextSecrets },
    ...(nextSecretExpiresAt !== undefined && { secretExpiresAt: nextSecretExpiresAt }),
  };
}

/** Names on the wire of the next secrets that are stored. */
export function nextSecretNames({ nextSecrets = {} }: Pick<Connection, 'nextSecrets'>): readonly string[] {
  return Object.keys(nextSecrets).map(nextNameOf);
}

function validateAsNext(definition: ConnectorDefinition, options: JsonObject, next: JsonObject): object {
  try {
    return validateOptions(definition, options);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.fields.map((problem) => underNextName(problem, Object.keys(next))));
  }
}

/** What is wrong with a secret was said of its predecessor's place. */
export function underNextName<Problem extends FieldProblem>(problem: Problem, secrets: readonly string[]): Problem {
  const secret = secrets.find((name) => problem.field === `options.${name}`);
  if (secret === undefined) return problem;
  const field = `options.${nextNameOf(secret)}`;
  return { ...problem, field, message: problem.message.replace(problem.field, field) };
}
