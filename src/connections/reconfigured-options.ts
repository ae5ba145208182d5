import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '../common/errors.js';
import type { ConnectorDefinition, JsonObject } from '../connectors/index.js';
import {
  asOptions,
  type ConfiguredOptions,
  configureOptions,
  impliedDomain,
  type KeptSecrets,
  secretsIn,
} from './configured-options.js';
import type { Connection } from './connection.js';
import { canonicalDomain } from './email-domain.js';
import { nextNameOf } from './next-secret/next-secrets.js';
import { versionOf, versionTrouble } from './options-version.js';
import { mergePatch } from './wire/merge-patch.js';
import { withoutMasks } from './wire/secret-mask.js';
import { joinOptions } from './wire/shared-options.js';

/**
 * The options of a stored connection after a change: `patch` merged into them, the whole validated again, secrets kept
 * that it leaves out or only shows masked.
 * @throws {InvalidInputError}
 */
export function reconfigureOptions(
  stored: Connection,
  patch: JsonObject,
  definition: ConnectorDefinition | undefined,
): ConfiguredOptions & { readonly revision: number } {
  if (definition === undefined) {
    const message = `options cannot change: this hub has no connector for the strategy "${stored.strategy}".`;
    throw new InvalidInputError([{ field: 'options', message }]);
  }
  const trouble = versionTrouble(stored, definition);
  if (trouble !== undefined && (stored.optionsVersion ?? 1) > versionOf(definition)) {
    throw new InvalidInputError([{ field: 'options', message: `options cannot change: ${trouble}` }]);
  }
  const implied = impliedDomain(definition, asOptions(definition, stored.options));
  const sent = withoutImpliedDomain(withoutMasks(patch).options, implied);
  const kept = keptSecrets(stored, sent);
  const before = withoutImpliedDomain(joinOptions(withExpiryOfKept(stored, kept)), implied);
  const after = configureOptions(definition, mergePatch(before, sent), kept);

  const moved = movedEndpoints(definition, stored, before, after);
  const brought = new Set(secretsIn(definition, sent));
  const needed = [
    ...Object.keys(kept.secrets).filter((name) => !brought.has(name)),
    ...Object.keys(kept.nextSecrets)
      .map(nextNameOf)
      .filter((name) => typeof sent[name] !== 'string'),
  ];
  const missing = moved.length === 0 ? [] : needed;
  if (missing.length > 0) {
    throw new InvalidInputError(
      missing.map((name) => ({
        field: `options.${name}`,
        message: `options.${name} is needed in the same request: with a change of ${moved.join(', ')} the stored secret would go to another upstream or registration than it was given for.`,
      })),
    );
  }
  const changed = moved.length > 0 || !isDeepStrictEqual(after.secrets, { ...stored.secrets });
  return { ...after, revision: stored.revision + (changed ? 1 : 0) };
}

/** The stored secrets that a patch does not remove by null. */
function keptSecrets({ secrets, nextSecrets = {} }: Connection, sent: JsonObject): Required<KeptSecrets> {
  const kept = (stored: Readonly<Record<string, string>>, wireName: (name: string) => string) =>
    Object.fromEntries(Object.entries(stored).filter(([name]) => sent[wireName(name)] !== null));
  return { secrets: kept(secrets, (name) => name), nextSecrets: kept(nextSecrets, nextNameOf) };
}

/** The date goes with the last of the secrets that it is about. */
function withExpiryOfKept(stored: Connection, { nextSecrets }: Required<KeptSecrets>): Connection {
  if (Object.keys(nextSecrets).length > 0) return stored;
  const { nextSecretExpiresAt, ...rest } = stored;
  return rest;
}

/**
 * A domain that follows from other options is shown, but was not set. Sent back as it was read it stays that way, and
 * so follows when those options change.
 */
function withoutImpliedDomain(options: JsonObject, implied: string | undefined): JsonObject {
  const { domain, ...rest } = options;
  return implied !== undefined && typeof domain === 'string' && canonicalDomain(domain) === implied ? rest : options;
}

/** Which options that say where secrets go have changed. */
function movedEndpoints(
  definition: ConnectorDefinition,
  stored: Connection,
  before: JsonObject,
  after: ConfiguredOptions,
): readonly string[] {
  const comparable = normalised(definition, stored, before);
  return definition.endpointOptions.filter((name) => !isDeepStrictEqual(comparable[name], after.options[name]));
}

/** As this version of the connector reads what was stored, so that a default it gained since is no change. */
function normalised(definition: ConnectorDefinition, stored: Connection, before: JsonObject): JsonObject {
  try {
    return configureOptions(definition, before, stored).options;
  } catch (error) {
    if (error instanceof InvalidInputError) return stored.options;
    throw error;
  }
}
