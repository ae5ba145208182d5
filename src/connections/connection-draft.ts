import { isDeepStrictEqual } from 'node:util';
import { type FieldProblem, InvalidInputError, readAll } from '../common/errors.js';

import type { ConnectorDefinition, ConnectorRegistry, JsonObject } from '../connectors/index.js';
import {
  type ConnectionBody,
  type CreateConnectionDto,
  MAX_METADATA_KEYS,
  type UpdateConnectionDto,
} from './connection.dto.js';
import { type Connection, changedAt, hasButton } from './model/connection.js';
import { changedOptions, newOptions } from './options/configure.js';
import { mergePatch } from './options/merge.js';

import { versionOf } from './options/read.js';

/**
 * The connection that a body asks for, without an id.
 * @throws {InvalidInputError}
 */
export function newConnection(body: CreateConnectionDto, definition: ConnectorDefinition, now: Date): Connection {
  const { configured, metadata } = readAll({
    contradictions: () => refuseContradiction(body),
    configured: () => newOptions(optionsOf(body) ?? {}, definition),
    metadata: () => metadataOf({}, body),
  });
  return connectionFrom({
    id: '',
    name: body.name,
    strategy: definition.strategy,
    optionsVersion: storedVersion(definition),
    displayName: body.display_name ?? undefined,
    showAsButton: body.show_as_button ?? undefined,
    isEnabled: body.is_enabled ?? true,
    metadata,
    ...configured,
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
    configured: () => (options === undefined ? undefined : changedOptions(stored, options, definition)),
    metadata: () => metadataOf(stored.metadata, body),
  });
  return connectionFrom({
    ...stored,
    displayName: body.display_name === undefined ? stored.displayName : (body.display_name ?? undefined),
    showAsButton: buttonAfter(stored, body),
    isEnabled: body.is_enabled ?? stored.isEnabled,
    metadata,
    ...configured,
    optionsVersion: configured && definition ? storedVersion(definition) : stored.optionsVersion,
    updatedAt: changedAt(stored, now),
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

/** A switch that nobody set stays unset when its effective value is sent back as it was read. */
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

/** The version that is stored with the options. The first one is not written down. */
function storedVersion(definition: ConnectorDefinition): number | undefined {
  const version = versionOf(definition);
  return version === 1 ? undefined : version;
}

/** Leaves out the members that are undefined. */
function connectionFrom(members: { readonly [Key in keyof Connection]: Connection[Key] | undefined }): Connection {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Connection;
}

/** Lists the options that decide people's subjects and differ between the two. */
export function changedIdentityOptions(
  definition: ConnectorDefinition | undefined,
  stored: Connection,
  changed: Connection,
): readonly string[] {
  return differing(definition, definition?.identityOptions ?? [], stored, changed);
}

/** Whether the two differ in options that say where secrets go: then it is another registration at the upstream. */
export function isOtherRegistration(
  definition: ConnectorDefinition | undefined,
  stored: Connection,
  changed: Connection,
): boolean {
  return differing(definition, definition?.endpointOptions ?? [], stored, changed).length > 0;
}

/** An option that the connector gained since counts as its default. */
function differing(
  definition: ConnectorDefinition | undefined,
  names: readonly string[],
  stored: Connection,
  changed: Connection,
): readonly string[] {
  if (definition === undefined || names.length === 0) return [];
  const defaults = new definition.options() as Readonly<Record<string, unknown>>;
  return names.filter(
    (name) => !isDeepStrictEqual(stored.options[name] ?? defaults[name], changed.options[name] ?? defaults[name]),
  );
}

/** Finds the connector of a strategy or alias that somebody sent. @throws {InvalidInputError} that lists the known ones. */
export function requiredConnector(registry: ConnectorRegistry, strategy: string): ConnectorDefinition {
  const definition = registry.find(strategy);
  if (definition !== undefined) return definition;
  const known = registry.definitions.map((one) => one.strategy).join(', ');
  const message = `strategy must be one that this hub has a connector for: ${known}.`;
  throw new InvalidInputError([{ field: 'strategy', message }]);
}
