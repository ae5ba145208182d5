/** Who may ask Microsoft Graph what, by the access token of a request, and how Graph pages its collections. */
import type { Request, RequestHandler, Response } from 'express';
import type { User } from '../world/directory.js';
import { GraphError, sendGraphError } from '../world/failures.js';
import type { AccessRecord } from '../world/grants.js';
import { GRAPH_ID } from '../world/registrations.js';
import type { SandboxState } from '../world/state.js';

export type UserToken = AccessRecord & { readonly user: User };

/** Lets a request through that carries a Graph token, of a person or of an application. */
export function withToken(
  state: SandboxState,
  answer: (token: AccessRecord, request: Request, response: Response) => unknown,
): RequestHandler {
  return (request, response) => {
    const presented = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const token = presented === undefined ? undefined : state.grants.accessToken(presented);
    response.set('cache-control', 'no-cache');
    try {
      if (token === undefined || !token.isGraph || token.expires <= state.clock.now()) {
        response.set(
          'www-authenticate',
          `Bearer realm="", authorization_uri="${state.base}/common/oauth2/authorize", client_id="${GRAPH_ID}"`,
        );
        const message = presented === undefined ? 'Access token is empty.' : 'Access token validation failure.';
        throw new GraphError(401, 'InvalidAuthenticationToken', message);
      }
      response.json(answer(token, request, response));
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      sendGraphError(state, response, error);
    }
  };
}

/** The same for what only a person's token opens. */
export function withUser(
  state: SandboxState,
  answer: (token: UserToken, request: Request, response: Response) => unknown,
): RequestHandler {
  return withToken(state, (token, request, response) => {
    const { user } = token;
    if (user === undefined)
      throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
    return answer({ ...token, user }, request, response);
  });
}

/** Whether the token has one of these: delegated to a person, or granted to the application itself. */
export function isAllowed({ user, scopes, roles }: AccessRecord, ...permissions: readonly string[]): boolean {
  const granted = user === undefined ? roles : scopes;
  return permissions.some((permission) => granted.includes(permission));
}

export function demand(token: AccessRecord, ...permissions: readonly string[]): void {
  if (!isAllowed(token, ...permissions))
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

export interface CollectionDetail {
  /** After `$metadata#`. */
  readonly context: string;
  /** An advanced query: needs `ConsistencyLevel: eventual` and `$count=true`, on every page. */
  readonly isAdvanced?: boolean;
}

export function collection(
  state: SandboxState,
  request: Request,
  entries: readonly unknown[],
  { context, isAdvanced = false }: CollectionDetail,
): Record<string, unknown> {
  const isEventual = request.get('consistencylevel')?.toLowerCase() === 'eventual';
  const isCounted = query(request, '$count') === 'true';
  if (isAdvanced && !(isEventual && isCounted))
    throw new GraphError(400, 'Request_UnsupportedQuery', 'The request needs ConsistencyLevel: eventual and $count.');
  const size = Math.min(pageSize(request), state.switches.graphPageSize);
  const token = query(request, '$skiptoken');
  const start = token === undefined ? 0 : offsetOf(token);
  const isFirst = start === 0;
  return {
    '@odata.context': `${state.base}/v1.0/$metadata#${context}`,
    ...(isFirst && isCounted && isEventual && { '@odata.count': entries.length }),
    ...(start + size < entries.length && { '@odata.nextLink': nextLink(state, request, start + size) }),
    value: entries.slice(start, start + size),
  };
}

export function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' ? value : undefined;
}

/** Names in `$select`; undefined without. */
export function selection(request: Request): readonly string[] | undefined {
  return query(request, '$select')
    ?.split(',')
    .map((name) => name.trim());
}

function pageSize(request: Request): number {
  const top = query(request, '$top');
  if (top === undefined) return USUAL_PAGE;
  if (!/^\d{1,6}$/.test(top) || Number(top) < 1 || Number(top) > LARGEST_PAGE)
    throw new GraphError(400, 'Request_BadRequest', `Invalid page size specified: '${top}'.`);
  return Number(top);
}

function nextLink(state: SandboxState, request: Request, offset: number): string {
  const [path, search = ''] = request.originalUrl.split('?');
  const kept = search.split('&').filter((one) => one !== '' && !/^(\$|%24)skiptoken=/i.test(one));
  const token = Buffer.from(`sandbox page ${offset}`).toString('base64url');
  return `${state.base}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`;
}

function offsetOf(token: string): number {
  const offset = /^sandbox page (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw new GraphError(400, 'Directory_ExpiredPageToken', 'The page token is not valid.');
  return Number(offset);
}
