import { plainToInstance } from 'class-transformer';
import { type FieldProblem, InvalidInputError } from '../common/errors.js';
import { type ConnectorDefinition, type JsonObject, validateOptions } from '../connectors/index.js';
import { canonicalDomain, whyNotClaimable } from './email-domain.js';
import { configureNextSecrets, splitNextSecrets } from './next-secret/next-secrets.js';
import { type SharedOptions, splitOptions } from './wire/shared-options.js';

/** `options` of the wire, validated and sorted: what the connector reads, its secrets, and what the connection owns. */
export interface ConfiguredOptions {
  readonly options: JsonObject;
  readonly secrets: Readonly<Record<string, string>>;
  /** Absent: none comes next. */
  readonly nextSecrets?: Readonly<Record<string, string>>;
  readonly shared: SharedOptions;
}

/** Secrets that a change leaves as they are. */
export interface KeptSecrets {
  readonly secrets: Readonly<Record<string, string>>;
  readonly nextSecrets?: Readonly<Record<string, string>>;
}

/**
 * Validates the whole of `options`, with the secrets that are kept from before.
 * @throws {InvalidInputError} naming everything that is wrong, of the connector's and of the connection's.
 */
export function configureOptions(
  definition: ConnectorDefinition,
  wire: JsonObject,
  kept: KeptSecrets = { secrets: {} },
): ConfiguredOptions {
  const { connector, shared, problems } = splitOptions(wire);
  const { others, next: sentNext } = splitNextSecrets(definition, connector);
  const next = { ...kept.nextSecrets, ...sentNext };
  const validated = validate(definition, { ...kept.secrets, ...others }, [...problems, ...strayExpiry(shared, next)]);
  const secretNames: ReadonlySet<string> = new Set(definition.secrets);
  const entries = Object.entries(JSON.parse(JSON.stringify(validated)) as JsonObject);
  const domain = shared.domain ?? impliedDomain(definition, validated);
  const nextSecrets = configureNextSecrets(definition, Object.fromEntries(entries), next);
  const comesNext = Object.keys(nextSecrets).length > 0;
  const { nextSecretExpiresAt, ...sharedByNow } = shared;
  return {
    options: Object.fromEntries(entries.filter(([key]) => !secretNames.has(key))),
    secrets: Object.fromEntries(
      entries.flatMap(([key, value]) => (secretNames.has(key) && typeof value === 'string' ? [[key, value]] : [])),
    ),
    ...(comesNext && { nextSecrets }),
    shared: {
      ...sharedByNow,
      ...(comesNext && nextSecretExpiresAt !== undefined && { nextSecretExpiresAt }),
      ...(domain !== undefined && { domain }),
      domainAliases: shared.domainAliases.filter((alias) => alias !== domain),
    },
  };
}

function strayExpiry({ nextSecretExpiresAt }: SharedOptions, next: JsonObject): FieldProblem[] {
  if (nextSecretExpiresAt === undefined || Object.keys(next).length > 0) return [];
  const field = 'options.client_secret_next_expires_at';
  return [{ field, message: `${field} says when client_secret_next expires: give that too, or leave this out.` }];
}

/** The domain that follows from the connector's options, if it is one that a connection can claim. */
export function impliedDomain(definition: ConnectorDefinition, options: object): string | undefined {
  const domain = canonicalDomain(definition.primaryDomain?.(options) ?? '');
  return domain === undefined || whyNotClaimable(domain) !== undefined ? undefined : domain;
}

/**
 * Stored options as the connector's own functions take them. They were validated when they were stored, so nothing is
 * validated again for every row of a list.
 */
export function asOptions(definition: ConnectorDefinition, stored: JsonObject): object {
  return Object.assign(Object.create(definition.options.prototype as object) as object, stored);
}

/** The secrets that this input brings, under whatever name the connector accepts them. */
export function secretsIn(definition: ConnectorDefinition, input: JsonObject): readonly string[] {
  const sent = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  const read = partlyRead(definition, sent);
  return definition.secrets.filter((name) => typeof Reflect.get(read, name) === 'string');
}

/** A part of the options may be more than a connector's normalisation can read: then only its own names count. */
function partlyRead(definition: ConnectorDefinition, part: JsonObject): object {
  try {
    return plainToInstance(definition.options, structuredClone(part));
  } catch {
    return part;
  }
}

function validate(definition: ConnectorDefinition, input: JsonObject, problems: readonly FieldProblem[]): object {
  let validated: object;
  try {
    validated = validateOptions(definition, input);
  } catch (error) {
    if (error instanceof InvalidInputError) throw new InvalidInputError([...problems, ...error.fields]);
    throw error;
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
  return validated;
}
