import { type FieldProblem, InvalidInputError, readAll } from '../common/errors.js';
import type { ConnectorDefinition, JsonObject } from '../connectors/index.js';
import { type ConfiguredOptions, configureOptions } from './configured-options.js';
import { type Connection, hasButton } from './connection.js';
import type { ConnectionBody } from './dto/connection-body.dto.js';
import type { CreateConnectionDto } from './dto/create-connection.dto.js';
import type { UpdateConnectionDto } from './dto/update-connection.dto.js';
import { versionOf } from './options-version.js';
import { reconfigureOptions } from './reconfigured-options.js';
import { mergePatch } from './wire/merge-patch.js';
import { withoutMasks } from './wire/secret-mask.js';

const MAX_METADATA_KEYS = 10;

/**
 * The connection that a body asks for.
 * @throws {InvalidInputError}
 */
export function newConnection(
  body: CreateConnectionDto,
  definition: ConnectorDefinition,
  { id, now, consentKey }: { readonly id: string; readonly now: Date; readonly consentKey?: string },
): Connection {
  const { options: sent, masked } = withoutMasks(optionsOf(body) ?? {});
  const { configured, metadata } = readAll({
    contradictions: () => refuseContradiction(body),
    masks: () => refuseMasks(masked),
    // A null says "not set", as in a change.
    configured: () => configureOptions(definition, mergePatch({}, sent)),
    metadata: () => metadataOf({}, body),
  });
  return connectionFrom({
    id,
    name: body.name,
    strategy: definition.strategy,
    optionsVersion: storedVersion(definition),
    displayName: body.display_name ?? undefined,
    showAsButton: body.show_as_button ?? undefined,
    isEnabled: body.is_enabled ?? true,
    metadata,
    ...ownedOptions(configured),
    secretRotatedAt: undefined,
    consentKey,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  });
}

/**
 * The connection as a body changes it. Without a definition (this hub no longer has the connector) everything but the
 * options can change.
 * @throws {InvalidInputError}
 */
export function changedConnection(
  stored: Connection,
  body: UpdateConnectionDto,
  definition: ConnectorDefinition | undefined,
  now: Date,
): Connection {
  const options = optionsOf(body);
  const { configured, metadata } = readAll({
    identity: () => refuseOtherIdentity(stored, body, definition),
    contradictions: () => refuseContradiction(body),
    configured: () => (options === undefined ? undefined : reconfigureOptions(stored, options, definition)),
    metadata: () => metadataOf(stored.metadata, body),
  });
  return connectionFrom({
    ...stored,
    secretRotatedAt: stored.secretRotatedAt,
    consentKey: stored.consentKey,
    displayName: body.display_name === undefined ? stored.displayName : (body.display_name ?? undefined),
    showAsButton: buttonAfter(stored, body),
    isEnabled: body.is_enabled ?? stored.isEnabled,
    metadata,
    ...ownedOptions(configured ?? { ...stored, shared: stored }),
    optionsVersion: configured && definition ? storedVersion(definition) : stored.optionsVersion,
    revision: configured?.revision ?? stored.revision,
    // Strictly later, so that two changes within a millisecond are not taken for one.
    updatedAt: new Date(Math.max(now.getTime(), stored.updatedAt.getTime() + 1)),
  });
}

/** `restrict_email_domains` is also accepted beside `options`, where people look for it. */
function optionsOf(body: ConnectionBody): JsonObject | undefined {
  const { options, restrict_email_domains: beside } = body;
  return beside === undefined ? options : { ...options, restrict_email_domains: beside };
}

function refuseContradiction({ options, restrict_email_domains: beside }: ConnectionBody): void {
  const within = options?.restrict_email_domains;
  if (beside === undefined || within === undefined || within === beside) return;
  const field = 'restrict_email_domains';
  throw new InvalidInputError([{ field, message: `${field} says something else in options: give it once.` }]);
}

function refuseMasks(masked: readonly string[]): void {
  const problems = masked.map((name) => ({
    field: `options.${name}`,
    message: `options.${name} is only the mask of a secret: a new connection needs the secret itself.`,
  }));
  if (problems.length > 0) throw new InvalidInputError(problems);
}

/** What was read can be sent back: the effective value of a switch that nobody set stays unset. */
function buttonAfter(stored: Connection, body: ConnectionBody): boolean | undefined {
  const sent = body.show_as_button;
  if (sent === undefined) return stored.showAsButton;
  if (sent === null) return undefined;
  return stored.showAsButton === undefined && sent === hasButton(stored) ? undefined : sent;
}

function metadataOf(stored: Connection['metadata'], body: ConnectionBody): Connection['metadata'] {
  if (body.metadata === undefined) return stored;
  if (body.metadata === null) return {};
  const merged = mergePatch(stored, body.metadata) as Connection['metadata'];
  if (Object.keys(merged).length > MAX_METADATA_KEYS) {
    const message = `metadata would have more than ${MAX_METADATA_KEYS} texts: remove one by setting it to null.`;
    throw new InvalidInputError([{ field: 'metadata', message }]);
  }
  return merged;
}

function refuseOtherIdentity(
  stored: Connection,
  body: UpdateConnectionDto,
  definition: ConnectorDefinition | undefined,
): void {
  const strategies = [stored.strategy, ...(definition?.aliases ?? [])];
  const problems: FieldProblem[] = [];
  if (body.name !== undefined && body.name !== stored.name) {
    problems.push({
      field: 'name',
      message: `name is "${stored.name}" for good, since it is part of the callback URL: leave it out, or make another connection.`,
    });
  }
  if (body.strategy !== undefined && !strategies.includes(body.strategy)) {
    problems.push({
      field: 'strategy',
      message: `strategy is "${stored.strategy}" for good: leave it out, or make another connection.`,
    });
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
}

/** Absent means the first. */
function storedVersion(definition: ConnectorDefinition): number | undefined {
  const version = versionOf(definition);
  return version === 1 ? undefined : version;
}

function ownedOptions({ options, secrets, nextSecrets, shared }: ConfiguredOptions) {
  return {
    options,
    secrets,
    nextSecrets,
    domain: shared.domain,
    domainAliases: shared.domainAliases,
    iconUrl: shared.iconUrl,
    profileSync: shared.profileSync,
    callbackKind: shared.callbackKind,
    restrictEmailDomains: shared.restrictEmailDomains,
    secretExpiresAt: shared.secretExpiresAt,
    nextSecretExpiresAt: shared.nextSecretExpiresAt,
  };
}

/** Every member has to be thought of; what is undefined is left out. */
function connectionFrom(
  members: {
    readonly [Key in keyof Required<Connection>]: Connection[Key] | undefined;
  },
): Connection {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Connection;
}
