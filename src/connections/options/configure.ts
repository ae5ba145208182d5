/**
 * What becomes of the `options` that an operator sends: read → merge → validate here, → present when they are asked for.
 * Each step is a file of its name. What comes out is stored with the connection.
 */
import { isDeepStrictEqual } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { InvalidInputError, readAll } from '../../common/errors.js';

import { type ConnectorDefinition, type JsonObject, validateOptions } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';
import { mergeOptions, mergePatch } from './merge.js';
import { nextNameOf } from './next-secrets.js';
import { readSent, splitSecrets, versionOf, versionTrouble } from './read.js';
import { type ConfiguredOptions, validateMerged } from './validate.js';

/** The options of a new connection. @throws {InvalidInputError} naming everything that is wrong. */
export function newOptions(sent: JsonObject, definition: ConnectorDefinition): ConfiguredOptions {
  const { options, masked } = readSent(sent);
  const { configured } = readAll({
    masks: () => refuseMasks(masked),
    // A null says "not set", as in a change.
    configured: () => validateMerged(definition, { options: mergePatch({}, options) }),
  });
  return configured;
}

/**
 * The options of a stored connection after a change: `sent` is merged into them, and the whole is validated again.
 * Secrets are kept that it leaves out or only shows masked.
 * @throws {InvalidInputError}
 */
export function changedOptions(
  stored: Connection,
  sent: JsonObject,
  definition: ConnectorDefinition | undefined,
): ConfiguredOptions & Pick<Connection, 'revision'> {
  const known = requireChangeable(stored, definition);
  const patch = readSent(sent).options;
  const merged = mergeOptions(stored, patch, known);
  const after = validateMerged(known, merged);

  const moved = movedEndpoints(known, stored, after);
  if (moved.length > 0) {
    const brought = secretsIn(known, patch);
    const missing = [
      ...Object.keys(merged.kept.secrets).filter((name) => !brought.includes(name)),
      ...Object.keys(merged.kept.nextSecrets)
        .map(nextNameOf)
        .filter((name) => typeof patch[name] !== 'string'),
    ];
    refuseStoredSecrets(missing, moved);
  }
  const changed = moved.length > 0 || !isDeepStrictEqual(after.secrets, { ...stored.secrets });
  return { ...after, revision: stored.revision + (changed ? 1 : 0) };
}

function requireChangeable(stored: Connection, definition: ConnectorDefinition | undefined): ConnectorDefinition {
  const refuse = (reason: string) =>
    new InvalidInputError([{ field: 'options', message: `options cannot change: ${reason}` }]);
  if (definition === undefined) throw refuse(`this hub has no connector for the strategy "${stored.strategy}".`);
  const trouble = versionTrouble(stored, definition);
  // Those of an earlier version can be set anew, even where the connector cannot rewrite them.
  if (trouble !== undefined && (stored.optionsVersion ?? 1) > versionOf(definition)) throw refuse(trouble);
  return definition;
}

function refuseMasks(masked: readonly string[]): void {
  const problems = masked.map((name) => ({
    field: `options.${name}`,
    message: `options.${name} is only the mask of a secret: a new connection needs the secret itself.`,
  }));
  if (problems.length > 0) throw new InvalidInputError(problems);
}

function refuseStoredSecrets(missing: readonly string[], moved: readonly string[]): void {
  const problems = missing.map((name) => ({
    field: `options.${name}`,
    message: `options.${name} is needed in the same request: with a change of ${moved.join(', ')} the stored secret would go to another upstream or registration than it was given for.`,
  }));
  if (problems.length > 0) throw new InvalidInputError(problems);
}

/** The secrets that this input brings, under whatever name the connector accepts them. */
function secretsIn(definition: ConnectorDefinition, input: JsonObject): readonly string[] {
  const sent = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  let read: object = sent;
  try {
    read = plainToInstance(definition.options, structuredClone(sent));
  } catch {
    // A part of the options may be more than a connector's normalisation can read: then only its own names count.
  }
  return definition.secrets.filter((name) => typeof Reflect.get(read, name) === 'string');
}

/** Lists the options that say where secrets go and have changed. */
function movedEndpoints(
  definition: ConnectorDefinition,
  stored: Connection,
  after: ConfiguredOptions,
): readonly string[] {
  const comparable = normalised(definition, stored);
  return definition.endpointOptions.filter((name) => !isDeepStrictEqual(comparable[name], after.options[name]));
}

/** Reads stored options as this version of the connector does, so that a default it gained since is no change. */
function normalised(definition: ConnectorDefinition, { options, secrets }: Connection): JsonObject {
  try {
    const read = validateOptions(definition, { ...options, ...secrets });
    return splitSecrets(definition, JSON.parse(JSON.stringify(read)) as JsonObject).options;
  } catch (error) {
    if (error instanceof InvalidInputError) return options;
    throw error;
  }
}
