/** Who signed in at GitHub, read from its API with the access token of this sign-in. */
import type { JsonObject, UpstreamIdentity } from '../connector.js';
import { invalidResponse } from '../oidc/index.js';
import { notAMember } from './github.errors.js';
import type { GitHubOptions } from './github.options.js';
import { apiUrlOf, GitHubApi } from './github-api.js';

/** @throws {ConnectorError} */
export async function readIdentity(
  accessToken: string,
  options: GitHubOptions,
  fetch: typeof globalThis.fetch,
): Promise<UpstreamIdentity> {
  const api = new GitHubApi({ url: apiUrlOf(options.base_url), accessToken, fetch });
  const [user, addresses] = await Promise.all([api.object('/user'), api.list('/user/emails')]);
  const organizations = needsOrganizations(options) ? await api.list('/user/orgs') : undefined;
  admit(organizations, options);
  const teams = options.groups === 'teams' ? await api.list('/user/teams') : undefined;
  return {
    // A name can be given up and taken by somebody else; the number stays.
    issuer: options.base_url,
    subject: subjectOf(user),
    claims: {
      ...textMembers(user, ['login', 'name', 'avatar_url']),
      id: Number(user.id),
      ...primaryAddress(addresses),
      ...(options.groups === 'organizations' && organizations ? { groups: organizations.map(nameOf) } : {}),
      ...(teams ? { groups: teams.map(teamName) } : {}),
    },
  };
}

export function needsOrganizations({ groups, allowed_organizations }: GitHubOptions): boolean {
  return groups === 'organizations' || allowed_organizations !== undefined;
}

function admit(
  organizations: readonly JsonObject[] | undefined,
  { allowed_organizations: allowed }: GitHubOptions,
): void {
  if (allowed === undefined) return;
  // Digits are an id: GitHub lets anybody name an organization like the id of another.
  const keysOf = (one: JsonObject): string[] => [String(one.id), ...[nameOf(one).toLowerCase()].filter(isName)];
  const isMember = (organizations ?? []).some((one) => keysOf(one).some((key) => allowed.includes(key)));
  if (!isMember) throw notAMember();
}

function isName(text: string): boolean {
  return /\D/.test(text);
}

function subjectOf({ id }: JsonObject): string {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return String(id);
  throw invalidResponse('profile', 'GitHub answered with a user that has no id.');
}

/** The one that GitHub calls primary, and whether its owner has proved that it is theirs. */
function primaryAddress(addresses: readonly JsonObject[]): JsonObject {
  const primary = addresses.find((one) => one.primary === true);
  if (primary === undefined || typeof primary.email !== 'string') return {};
  return { email: primary.email, email_verified: primary.verified === true };
}

function nameOf({ login }: JsonObject): string {
  if (typeof login === 'string' && login !== '') return login;
  throw invalidResponse('profile', 'GitHub lists an organization without a name.');
}

function teamName({ slug, organization }: JsonObject): string {
  const owner = typeof organization === 'object' && organization !== null ? (organization as JsonObject) : {};
  if (typeof slug === 'string' && slug !== '') return `${nameOf(owner)}/${slug}`;
  throw invalidResponse('profile', 'GitHub lists a team without a name.');
}

function textMembers(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (typeof from[name] === 'string' ? [[name, from[name]]] : [])));
}
