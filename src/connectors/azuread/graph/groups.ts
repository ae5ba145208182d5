/** The groups of the person who signs in, from Graph: complete, of one format, in a stable order, or an error. */
import type { JsonObject } from '../../connector.js';
import { invalidResponse } from '../../oidc/index.js';
import type { GroupsFormat } from '../options/graph-options.js';
import type { GraphClient } from './graph-client.js';
import { graphError, graphPermissionMissing } from './graph-failure.js';

/** More than this is no membership that an application could use, nor a token that could carry it. */
export const GROUP_LIMIT = 10_000;
/** The largest page that Graph gives. */
const PAGE = 999;

export interface GroupsQuery {
  readonly format: GroupsFormat;
  /** Also the groups that the person's groups are members of. */
  readonly isNested: boolean;
  /** At most so many are read, in Graph's order. */
  readonly limit?: number;
}

export interface GroupsAnswer {
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
  const limit = query.limit ?? GROUP_LIMIT;
  const found = new Set<string>();
  let isCut = false;
  for await (const page of graph.pages(pathOf(query))) {
    for (const group of page.filter(isGroup)) found.add(nameOf(group, query.format));
    isCut = found.size > limit;
    if (isCut) break;
  }
  if (isCut && query.limit === undefined) {
    const detail = `This person is in more than ${GROUP_LIMIT} groups.`;
    throw graphError('identity_rejected', 'operator', 'azuread.graph_too_many_groups', detail);
  }
  return { groups: [...found].slice(0, limit).sort(byCodeUnits), isCut };
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

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
