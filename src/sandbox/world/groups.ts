/** Group membership: nesting, series, and what each `groupMembershipClaims` setting selects. */
import { createHash } from 'node:crypto';
import type { SeedApplication, SeedGroup } from '../seed/seed.js';
import type { Tenant, User } from './directory.js';

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly isSecurity: boolean;
}

/** Groups the user is a direct member of. */
export function directGroups(user: User): Group[] {
  return (user.groups ?? []).flatMap((name) => named(user.tenant, name));
}

/** Every group of a tenant, series included. */
export function allGroups(tenant: Tenant): Group[] {
  const single = (tenant.groups ?? []).map(asGroup);
  return [...single, ...(tenant.groupSeries ?? []).flatMap((series) => named(tenant, `${series.prefix} *`))];
}

/** Direct groups and all groups these are nested in, each once. */
export function transitiveGroups(user: User): Group[] {
  const found = new Map<string, Group>();
  const visit = (groups: readonly Group[]): void => {
    for (const group of groups) {
      if (found.has(group.id)) continue;
      found.set(group.id, group);
      const parents = user.tenant.groups?.find((one) => one.id === group.id)?.memberOf ?? [];
      visit(parents.flatMap((name) => named(user.tenant, name)));
    }
  };
  visit(directGroups(user));
  return [...found.values()];
}

/** The groups that tokens of this application may name; undefined when its registration asks for no groups. */
export function groupsForTokens(application: SeedApplication, user: User): Group[] | undefined {
  switch (application.groupMembershipClaims ?? 'None') {
    case 'SecurityGroup':
      return transitiveGroups(user).filter((group) => group.isSecurity);
    case 'All':
      return transitiveGroups(user);
    case 'ApplicationGroup':
      // Only groups assigned to the application, and only direct members of them.
      return directGroups(user).filter((group) => application.assignedUsers?.includes(group.displayName));
    default:
      return undefined;
  }
}

function named(tenant: Tenant, name: string): Group[] {
  const group = tenant.groups?.find((one) => one.displayName === name);
  if (group !== undefined) return [asGroup(group)];
  const series = tenant.groupSeries?.find((one) => `${one.prefix} *` === name);
  if (series === undefined) return [];
  return Array.from({ length: series.count }, (_, index) => {
    const displayName = `${series.prefix} ${index + 1}`;
    return { id: stableId(`${tenant.id} ${displayName}`), displayName, isSecurity: true };
  });
}

function asGroup(group: SeedGroup): Group {
  return { id: group.id, displayName: group.displayName, isSecurity: group.type !== 'microsoft365' };
}

function stableId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
