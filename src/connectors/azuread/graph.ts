/** What a sign-in learns from Microsoft Graph: the member `graph` (attributes) and the groups of an identity’s claims. */
import type { ConnectorRuntime, JsonObject, JsonValue, SignInObserver, UpstreamIdentity } from '../connector.js';
import {
  invalidResponse,
  MAX_GROUPS,
  misconfigured,
  type ProviderMetadata,
  type TokenResponse,
} from '../oidc/index.js';
import { hasControlCharacters } from '../option-values.js';
import { type Address, graphOrigin } from './address.js';
import { failure, said } from './azuread.messages.js';
import { GraphClient, graphPermissionMissing } from './graph-client.js';
import { callsGraph } from './graph-permissions.js';
import { warn } from './identity.js';
import {
  type GraphOptions,
  type GroupsFormat,
  groupLimitOf,
  type KeptAttributes,
  namesOf,
} from './options/graph-options.js';
import { consumerTenantId } from './options/tenant.js';

interface GraphReading {
  readonly options: GraphOptions;
  readonly address: Address;
  readonly metadata: ProviderMetadata;
  /** Used here and kept nowhere. */
  readonly tokens: TokenResponse;
  readonly runtime: ConnectorRuntime;
  readonly signal: AbortSignal;
  /** When the time of the callback is up. */
  readonly deadline: Date;
  readonly observer?: SignInObserver;
}

/** Members that only Graph may fill, and those of an overage, which its groups replace. */
const replaced: readonly string[] = ['groups', 'hasgroups', '_claim_names'];

/**
 * The identity with what the connection's options ask of Graph; unchanged where they ask for nothing.
 * @throws {ConnectorError} with the step `graph` for any failure: a person without the groups they have would be let
 *   in with other rights than theirs.
 */
export async function withGraph(identity: UpstreamIdentity, reading: GraphReading): Promise<UpstreamIdentity> {
  const { options, tokens, address, metadata, runtime, signal, deadline, observer } = reading;
  if (!callsGraph(options)) return identity;
  const { claims } = identity;
  if (options.ext_groups && claims.tid === consumerTenantId) {
    const detail = 'Personal accounts have no groups, and the connection asks for them (ext_groups).';
    const about = { code: 'identity_rejected', step: 'graph', actor: 'person' } as const;
    throw failure({ ...about, key: 'azuread.graph_personal_account' }, detail);
  }
  const { access_token: accessToken } = tokens;
  if (accessToken === undefined) throw misconfigured('graph', 'The token endpoint gave no access token for Graph.');
  const origin = graphOrigin(address, metadata);
  const graph = new GraphClient({ origin, accessToken, runtime, signal, deadline });
  const [attributes, groups] = await Promise.all([
    options.ext_profile ? readAttributes(graph, options.kept_attributes, claims) : undefined,
    options.ext_groups ? groupsOf(graph, reading) : undefined,
  ]);
  observer?.passed('graph', { attributes: attributes !== undefined, groups: groups !== undefined });
  return {
    ...identity,
    claims: {
      ...(groups === undefined ? claims : without(claims, replaced)),
      ...(groups === undefined ? {} : { groups }),
      ...(attributes === undefined ? {} : { graph: attributes }),
    },
  };
}

async function groupsOf(graph: GraphClient, { options, runtime, observer }: GraphReading) {
  const limit = groupLimitOf(options);
  const { groups, isCut } = await readGroups(graph, {
    format: options.groups_format,
    isNested: options.ext_nested_groups,
    ...(limit === undefined ? {} : { limit }),
  });
  if (isCut) {
    const { name } = runtime.connection;
    runtime.logger.warn({ connection: name, limit }, said('azuread.warning.groups_cut').publicMessage);
    warn(observer, 'graph', 'azuread.warning.groups_cut');
  }
  return groups;
}

function without(claims: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}

// The groups of the person: complete, in one format and a stable order, or an error.

/** The largest page that Graph gives. */
const PAGE = 999;

export interface GroupsQuery {
  readonly format: GroupsFormat;
  /** Also the groups that the person's groups are members of. */
  readonly isNested: boolean;
  /** At most so many are read, in Graph's order. */
  readonly limit?: number;
}

interface GroupsAnswer {
  readonly groups: readonly string[];
  /** There are more than `limit`. */
  readonly isCut: boolean;
}

/**
 * Without an OData cast, which would be an advanced query of an eventually consistent index: a membership that was
 * taken away a minute ago must not live on there.
 * @throws {ConnectorError} with the step `graph`. Never answers with a part of what was asked for.
 */
export async function readGroups(graph: GraphClient, query: GroupsQuery): Promise<GroupsAnswer> {
  const limit = query.limit ?? MAX_GROUPS;
  const found = new Set<string>();
  let isCut = false;
  for await (const page of graph.pages(pathOf(query))) {
    for (const group of page.filter(isGroup)) found.add(nameOf(group, query.format));
    isCut = found.size > limit;
    if (isCut) break;
  }
  if (isCut && query.limit === undefined) {
    const detail = `This person is in more than ${MAX_GROUPS} groups.`;
    const about = { code: 'identity_rejected', step: 'graph', actor: 'operator' } as const;
    throw failure({ ...about, key: 'azuread.graph_too_many_groups' }, detail);
  }
  return { groups: [...found].slice(0, limit).sort(), isCut };
}

function pathOf({ format, isNested }: GroupsQuery): string {
  const relation = isNested ? 'transitiveMemberOf' : 'memberOf';
  const properties = format === 'names' ? 'id,displayName' : 'id';
  return `/v1.0/me/${relation}?$select=${properties}&$top=${PAGE}`;
}

/** Directory roles and administrative units come in the same list. */
function isGroup(member: JsonObject): boolean {
  const type = member['@odata.type'];
  if (typeof type !== 'string') throw invalidResponse('graph', 'Microsoft Graph does not say what a membership is of.');
  return type.toLowerCase() === '#microsoft.graph.group';
}

function nameOf({ id, displayName }: JsonObject, format: GroupsFormat): string {
  if (format === 'ids') return usable(id);
  // Without GroupMember.Read.All Graph shows the groups, and null for everything that would tell which they are.
  if (displayName === null || displayName === undefined) {
    throw graphPermissionMissing('Microsoft Graph shows no names of groups: GroupMember.Read.All is not consented to.');
  }
  return usable(displayName);
}

function usable(value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= 256) return value;
  throw invalidResponse('graph', 'Microsoft Graph names a group by something that is no text of 1 to 256 characters.');
}

// The attributes of the person.

/** Largest JSON text of one attribute that is kept. */
const ATTRIBUTE_LIMIT = 4_000;

/**
 * Only what was asked for, and of that what has a value.
 * @param claims of the verified ID token: whose attributes they must be.
 * @throws {ConnectorError} with the step `graph`.
 */
async function readAttributes(graph: GraphClient, kept: KeptAttributes, claims: JsonObject): Promise<JsonObject> {
  const names = namesOf(kept);
  const user = await graph.get(`/v1.0/me?$select=${['id', ...names].join(',')}`);
  // The access token came beside the ID token, which does not say that it is the same person's.
  if (typeof user.id !== 'string' || user.id.toLowerCase() !== idInGraph(claims)) {
    throw invalidResponse('graph', 'Microsoft Graph speaks of another person than the ID token (id).');
  }
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = user[name];
      return isWorthKeeping(value) ? [[name, value] as const] : [];
    }),
  );
}

/** Personal accounts have the last 16 digits of their object id there. */
function idInGraph({ oid, tid }: JsonObject): string {
  const id = String(oid).toLowerCase();
  return tid === consumerTenantId ? id.replaceAll('-', '').slice(16) : id;
}

function isWorthKeeping(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || value === null || value === '' || hasControlCharacters(value)) return false;
  if (Array.isArray(value) && value.length === 0) return false;
  return JSON.stringify(value).length <= ATTRIBUTE_LIMIT;
}
