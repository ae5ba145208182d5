/** What an app registration allows: scopes of which API, and redirect URIs. */
import type { SeedApplication, SeedRedirectUri } from '../seed/seed.js';
import { AadstsError } from './aadsts.js';
import type { Resource } from './grants.js';
import type { SandboxState } from './state.js';

export const GRAPH_ID = '00000003-0000-0000-c000-000000000000';

const GRAPH: Resource = { id: GRAPH_ID, isGraph: true, tokenVersion: 1 };

export const OPENID_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Delegated permissions of Microsoft Graph that the sandbox knows; true: only an administrator may consent. */
const GRAPH_SCOPES: ReadonlyMap<string, boolean> = new Map([
  ['User.Read', false],
  ['User.ReadBasic.All', false],
  ['User.ReadWrite', false],
  ['Calendars.Read', false],
  ['Mail.Read', false],
  ['Files.Read', false],
  ['User.Read.All', true],
  ['Group.Read.All', true],
  ['GroupMember.Read.All', true],
  ['Directory.Read.All', true],
  ['User.ReadWrite.All', true],
  ['Group.ReadWrite.All', true],
  ['Directory.ReadWrite.All', true],
]);

interface AskedScope {
  readonly resource: Resource;
  /** Without the resource's prefix. */
  readonly name: string;
}

/** The scopes that belong to an API, each with the API it belongs to. A scope without a prefix is Graph's. */
export function resourceScopes(state: SandboxState, scopes: readonly string[]): readonly AskedScope[] {
  return scopes
    .filter((scope) => !OPENID_SCOPES.has(scope))
    .map((scope) => {
      const slash = scope.lastIndexOf('/');
      const prefix = slash < 0 ? undefined : scope.slice(0, slash);
      return { resource: findResource(state, prefix ?? GRAPH_ID), name: scope.slice(slash + 1) };
    });
}

/** @throws AadstsError 650053 for a scope that Graph does not have. */
export function checkScopes(state: SandboxState, application: SeedApplication, scopes: readonly string[]): Resource {
  const asked = resourceScopes(state, scopes);
  for (const { resource, name } of asked) {
    if (resource.isGraph && name !== '.default' && !GRAPH_SCOPES.has(name) && !OPENID_SCOPES.has(name))
      throw new AadstsError(650053, { application: application.displayName, value: name });
  }
  const withDefault = asked.find((one) => one.name === '.default');
  if (withDefault !== undefined && asked.some((one) => one.name !== '.default' && sameResource(one, withDefault)))
    throw new AadstsError(70011, { value: '.default combined with resource-specific scopes' });
  return asked[0]?.resource ?? GRAPH;
}

/** @throws AadstsError 500011 when no API here has this identifier. */
export function findResource(state: SandboxState, identifier: string): Resource {
  const plain = identifier.replace(/\/$/, '');
  const graphNames = [GRAPH_ID, 'https://graph.microsoft.com', state.base];
  // The retired Azure AD Graph was the usual `resource` of v1.0 and still answers with Graph's shape here.
  const retired = ['https://graph.windows.net', '00000002-0000-0000-c000-000000000000'];
  if ([...graphNames, ...retired].includes(plain)) return GRAPH;
  const api = state.directory.application(plain.replace(/^api:\/\//, ''));
  if (api === undefined) throw new AadstsError(500011, { value: identifier });
  return { id: api.clientId, isGraph: false, tokenVersion: api.requestedAccessTokenVersion ?? 1 };
}

export function needsAdministrator(scope: string): boolean {
  return GRAPH_SCOPES.get(scope.slice(scope.lastIndexOf('/') + 1)) ?? false;
}

/** The short names of what a person has to agree to. */
export function consentNames(scopes: readonly string[]): readonly string[] {
  return scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)).filter((scope) => scope !== '.default');
}

function sameResource(one: AskedScope, other: AskedScope): boolean {
  return one.resource.id === other.resource.id;
}

const LONGEST = 256;

/** Case-sensitive comparison of the whole URI; only `http://localhost` may differ in its port. */
export function registeredRedirectUri(application: SeedApplication, wanted: string): SeedRedirectUri | undefined {
  if (wanted.length > LONGEST || !URL.canParse(wanted)) return undefined;
  const exact = application.redirectUris.find((one) => one.uri === wanted);
  if (exact !== undefined) return exact;
  const plain = withoutLocalPort(wanted);
  if (plain === undefined) return undefined;
  return application.redirectUris.find((one) => withoutLocalPort(one.uri) === plain);
}

function withoutLocalPort(uri: string): string | undefined {
  const match = /^http:\/\/localhost(:\d{1,5})?(?=$|[/?])/.exec(uri);
  return match === null ? undefined : `http://localhost${uri.slice(match[0].length)}`;
}
