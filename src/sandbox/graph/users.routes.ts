/** The directory's users, for tokens of an application itself (or of somebody with `User.Read.All`): list, filter, one. */
import { Router } from 'express';
import type { User } from '../world/directory.js';
import { GraphError } from '../world/failures.js';
import type { SandboxState } from '../world/state.js';
import { collection, demand, query, selection, withToken } from './graph-access.js';

const PERMISSIONS = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'] as const;

export function userRoutes(state: SandboxState): Router {
  const router = Router();
  router.get(
    '/users',
    withToken(state, (token, request) => {
      demand(token, ...PERMISSIONS);
      const matches = filterOf(query(request, '$filter'));
      const users = state.directory.users.filter((user) => user.tenant.id === token.tenantId && matches(user));
      const properties = selection(request);
      const entries = users.map((user) => {
        const { '@odata.context': _, ...shown } = graphUser(state.base, user, properties);
        return shown;
      });
      return collection(state, request, entries, { context: `users${properties ? `(${properties.join(',')})` : ''}` });
    }),
  );
  router.get(
    '/users/:id',
    withToken(state, (token, request) => {
      demand(token, ...PERMISSIONS);
      const wanted = request.params.id;
      const own = state.directory.users.filter((user) => user.tenant.id === token.tenantId);
      const user = own.find((one) => one.id === wanted || one.userPrincipalName === wanted);
      if (user === undefined)
        throw new GraphError(404, 'Request_ResourceNotFound', `Resource '${wanted}' does not exist.`);
      return graphUser(state.base, user, selection(request));
    }),
  );
  return router;
}

type Term = (user: User) => boolean;

/** Terms of the form `startswith(property,'text')` and `property eq 'text'`, joined by `or`; without case, as Graph does. */
function filterOf(filter: string | undefined): Term {
  if (filter === undefined) return () => true;
  const terms = filter.split(/\s+or\s+(?=(?:[^']*'[^']*')*[^']*$)/).map(termOf);
  return (user) => terms.some((term) => term(user));
}

function termOf(text: string): Term {
  const [, prefixed, prefix] = /^startswith\((\w+),\s*'((?:[^']|'')*)'\)$/.exec(text.trim()) ?? [];
  if (prefixed !== undefined && prefix !== undefined)
    return (user) => textOf(user, prefixed).startsWith(unquoted(prefix));
  const [, equal, value] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(text.trim()) ?? [];
  if (equal !== undefined && value !== undefined) return (user) => textOf(user, equal) === unquoted(value);
  throw new GraphError(400, 'Request_UnsupportedQuery', `Unsupported or invalid query filter clause: '${text}'.`);
}

function textOf(user: User, property: string): string {
  const { [property]: value } = graphUser('', user, [property]);
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'").toLowerCase();
}

const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

export function graphUser(base: string, user: User, selected?: readonly string[]): Record<string, unknown> {
  const all = properties(user);
  const names = selected ?? DEFAULT_PROPERTIES;
  const context = `${base}/v1.0/$metadata#users${selected === undefined ? '' : `(${selected.join(',')})`}/$entity`;
  return {
    '@odata.context': context,
    ...Object.fromEntries(names.map((name) => [name, all[name] ?? null])),
  };
}

function properties(user: User): Record<string, unknown> {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    mail: user.mail,
    userPrincipalName: user.userPrincipalName,
    userType: user.isGuest ? 'Guest' : 'Member',
    accountEnabled: user.state !== 'disabled',
    creationType: user.isGuest ? 'Invitation' : null,
    externalUserState: user.isGuest ? (user.state === 'pending-invitation' ? 'PendingAcceptance' : 'Accepted') : null,
    mailNickname: user.userPrincipalName.split('@')[0],
    otherMails: [],
    proxyAddresses: user.mail === undefined ? [] : [`SMTP:${user.mail}`],
    usageLocation: user.tenant.countryCode,
    ...user.properties,
    // Personal accounts have the 16 digits at the end of their object id here.
    id: user.tenant.isConsumers ? user.id.replaceAll('-', '').slice(16) : user.id,
  };
}
