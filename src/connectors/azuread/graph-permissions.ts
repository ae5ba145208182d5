/**
 * What each option needs of Microsoft Graph, and the least that works: what is asked for at sign-in, what an
 * administrator must consent to, and the guide's table all come from this one list. Pure.
 */
import type { GraphOptions } from './options/graph-options.js';

interface GraphPermission {
  /** The option as the guide prints it. */
  readonly option: string;
  /** Undefined: none. */
  readonly permission?: string;
  readonly kind: 'delegated' | 'application' | 'none';
  readonly needsAdministrator: boolean;
  readonly why: string;
  /** Permissions that include it: where the connection's `scope` has one of them, this one is not asked for too. */
  readonly includedIn: readonly string[];
  isNeeded(options: GraphOptions): boolean;
}

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const groups = ['Group.Read.All', 'Group.ReadWrite.All', ...directory];
const users = ['User.ReadWrite', 'User.Read.All', 'User.ReadWrite.All', ...directory];

export const graphPermissions: readonly GraphPermission[] = [
  {
    option: 'none of these',
    kind: 'none',
    needsAdministrator: false,
    why: 'Signing in reads the ID token and calls no API; `openid`, `profile` and `email` are asked for.',
    includedIn: [],
    isNeeded: () => false,
  },
  {
    option: '`ext_profile`',
    permission: 'User.Read',
    kind: 'delegated',
    needsAdministrator: false,
    why: "Reads the person's own attributes (`/me`).",
    includedIn: users,
    isNeeded: ({ ext_profile: isAsked }) => isAsked,
  },
  {
    option: '`ext_groups`, `ext_nested_groups`',
    permission: 'User.Read',
    kind: 'delegated',
    needsAdministrator: false,
    why: "Reads the object ids of the person's own groups (`/me/memberOf`, `/me/transitiveMemberOf`).",
    includedIn: users,
    isNeeded: ({ ext_groups: isAsked }) => isAsked,
  },
  {
    option: '`ext_groups` with `groups_format: "names"`',
    permission: 'GroupMember.Read.All',
    kind: 'delegated',
    needsAdministrator: true,
    why: 'Shows the names of these groups; with `User.Read` alone Microsoft shows nothing but their ids.',
    includedIn: groups,
    isNeeded: ({ ext_groups: isAsked, groups_format: format }) => isAsked && format === 'names',
  },
  {
    option: '`api_enable_users`',
    permission: 'User.Read.All',
    kind: 'application',
    needsAdministrator: true,
    why: 'Looks up users of the directory while nobody is signing in (`/users`).',
    includedIn: [],
    isNeeded: ({ api_enable_users: isAsked }) => isAsked,
  },
];

/** Delegated scopes to ask for at sign-in, beside `scope`. Empty where Graph is not called. */
export function delegatedScopes(options: GraphOptions & { readonly scope?: readonly string[] }): readonly string[] {
  const asked = (options.scope ?? []).map(nameOfScope);
  const needed = graphPermissions.filter((one) => one.kind === 'delegated' && one.isNeeded(options));
  const scopes = needed.map((one) => one.includedIn.find((wider) => asked.includes(wider)) ?? one.permission);
  return [...new Set(scopes.filter((scope) => scope !== undefined))];
}

/** Whether a sign-in calls Graph. */
export function callsGraph({ ext_profile: profile, ext_groups: groupsAsked }: GraphOptions): boolean {
  return profile || groupsAsked;
}

/** Graph's scopes may be written with Graph's own address before them; other APIs' keep theirs. */
function nameOfScope(scope: string): string {
  return scope.replace(/^https:\/\/[a-z0-9.-]*graph[a-z0-9.-]*\//i, '');
}
