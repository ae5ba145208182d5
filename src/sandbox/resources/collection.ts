/** Collections as Graph pages them: `$top`, `@odata.nextLink` with a `$skiptoken` that means nothing to anybody else, `$count`. */
import type { Request } from 'express';
import type { SandboxState } from '../server/state.js';
import { GraphError } from './graph-access.js';

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
