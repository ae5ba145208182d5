/** What a user is a member of: `memberOf`, `transitiveMemberOf`, `getMemberObjects`, `getMemberGroups`, `getByIds`. */
import { type Request, Router } from 'express';
import type { Tenant, User } from '../world/directory.js';
import { GraphError } from '../world/failures.js';
import type { AccessRecord } from '../world/grants.js';
import { allGroups, directGroups, type Group, transitiveGroups } from '../world/groups.js';
import type { SandboxState } from '../world/state.js';
import { collection, demand, isAllowed, query, selection, withToken, withUser } from './graph-access.js';

/** More ids than this are refused, not cut. */
const MOST_IDS = 11_000;
const MOST_LOOKED_UP = 1_000;
const READS_USERS = ['User.Read', 'User.ReadWrite', 'User.Read.All', 'Directory.Read.All'] as const;
const READS_GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'] as const;

export function membershipRoutes(state: SandboxState): Router {
  const router = Router();
  for (const relation of ['memberOf', 'transitiveMemberOf'] as const) {
    for (const cast of ['', '/microsoft.graph.group'] as const) {
      router.get(
        `/me/${relation}${cast}`,
        withUser(state, (token, request) => list(state, token, token.user, request, relation, cast)),
      );
      router.get(
        `/users/:id/${relation}${cast}`,
        withToken(state, (token, request) =>
          list(state, token, userOf(state, token, request), request, relation, cast),
        ),
      );
    }
  }
  for (const [action, includesRoles] of [
    ['getMemberObjects', true],
    ['getMemberGroups', false],
  ] as const)
    router.post(
      `/me/${action}`,
      withUser(state, (token, request) => {
        demand(token, ...READS_USERS);
        const isSecurityOnly = member(request, 'securityEnabledOnly') === true;
        const groups = transitiveGroups(workAccount(token.user)).filter((one) => one.isSecurity || !isSecurityOnly);
        const ids = [...groups.map((one) => one.id), ...(includesRoles ? (token.user.directoryRoles ?? []) : [])];
        if (ids.length > MOST_IDS)
          throw new GraphError(400, 'Directory_ResultSizeLimitExceeded', 'The result is larger than allowed.');
        return collection(state, request, ids, { context: 'Collection(Edm.String)' });
      }),
    );
  router.post(
    '/directoryObjects/getByIds',
    withToken(state, (token, request) => {
      const ids = member(request, 'ids');
      if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_LOOKED_UP)
        throw new GraphError(400, 'Request_BadRequest', `'ids' must have 1 to ${MOST_LOOKED_UP} values.`);
      demand(token, ...READS_GROUPS, ...READS_USERS);
      const tenant = token.user?.tenant ?? tenantOf(state, token);
      const found = allGroups(tenant).filter((group) => ids.includes(group.id));
      const value = found.map((group) => shown(group, selection(request), isAllowed(token, ...READS_GROUPS)));
      return { '@odata.context': `${state.base}/v1.0/$metadata#directoryObjects`, value };
    }),
  );
  return router;
}

function list(
  state: SandboxState,
  token: AccessRecord,
  user: User,
  request: Request,
  relation: 'memberOf' | 'transitiveMemberOf',
  cast: '' | '/microsoft.graph.group',
): Record<string, unknown> {
  demand(token, ...(token.user === undefined ? READS_GROUPS : [...READS_USERS, ...READS_GROUPS]));
  const groups = relation === 'memberOf' ? directGroups(workAccount(user)) : transitiveGroups(workAccount(user));
  const properties = selection(request);
  const mayRead = isAllowed(token, ...READS_GROUPS);
  const roles = (user.directoryRoles ?? []).map((id) => ({ '@odata.type': '#microsoft.graph.directoryRole', id }));
  const entries = [
    ...(cast === '' ? roles : []),
    ...groups.map((group) => shown(group, properties, mayRead, cast !== '')),
  ];
  const context = cast === '' ? 'directoryObjects' : `groups${properties ? `(${properties.join(',')})` : ''}`;
  const isAdvanced = cast !== '' || query(request, '$count') !== undefined;
  return collection(state, request, entries, { context, isAdvanced });
}

/** Limited information: without a permission for groups, all but id and type is null. */
function shown(
  group: Group,
  selected: readonly string[] | undefined,
  mayRead: boolean,
  isCast = false,
): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = {
    id: group.id,
    displayName: group.displayName,
    description: null,
    groupTypes: group.isSecurity ? [] : ['Unified'],
    mailEnabled: !group.isSecurity,
    securityEnabled: group.isSecurity,
  };
  const names = selected ?? Object.keys(all);
  const value = (name: string): unknown => (name === 'id' || mayRead ? (all[name] ?? null) : null);
  return {
    ...(!isCast && { '@odata.type': '#microsoft.graph.group' }),
    ...Object.fromEntries(names.map((name) => [name, value(name)])),
  };
}

function workAccount(user: User): User {
  if (!user.tenant.isConsumers) return user;
  throw new GraphError(400, 'BadRequest', 'This API is not supported for MSA accounts.');
}

function userOf(state: SandboxState, token: AccessRecord, request: Request): User {
  const wanted = String(request.params.id);
  const own = state.directory.users.filter((user) => user.tenant.id === token.tenantId);
  const user = own.find((one) => one.id === wanted || one.userPrincipalName === wanted);
  if (user !== undefined) return user;
  throw new GraphError(404, 'Request_ResourceNotFound', `Resource '${wanted}' does not exist.`);
}

function tenantOf(state: SandboxState, token: AccessRecord): Tenant {
  const tenant = state.directory.tenant(token.tenantId);
  if (tenant === undefined) throw new GraphError(404, 'Request_ResourceNotFound', 'The tenant does not exist.');
  return tenant;
}

/** A member of the body, which must be a JSON object. */
function member(request: Request, name: string): unknown {
  try {
    const body: unknown = typeof request.body === 'string' ? JSON.parse(request.body) : request.body;
    return typeof body === 'object' && body !== null ? Object.getOwnPropertyDescriptor(body, name)?.value : undefined;
  } catch {
    throw new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}
