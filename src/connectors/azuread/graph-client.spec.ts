import { describe, expect, it } from '@jest/globals';
import { testRuntime } from '../testing/index.js';
import { type GroupsQuery, readGroups } from './graph.js';
import { GraphClient } from './graph-client.js';

const origin = 'https://graph.microsoft.com';
const group = (name: string) => ({ '@odata.type': '#microsoft.graph.group', id: `id-${name}`, displayName: name });
const page = (value: unknown, next?: string) => Response.json({ value, ...(next && { '@odata.nextLink': next }) });
const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: 'No.', innerError: { 'request-id': 'r-1' } } }, { status, headers });

/** A Graph that gives these answers, one for each request. */
function graph(...answers: readonly (Response | (() => Promise<Response>))[]) {
  const requests: Request[] = [];
  const waits: number[] = [];
  const runtime = testRuntime({
    fetch: async (input, init) => {
      const answer = answers[requests.length];
      requests.push(new Request(input, init));
      if (answer === undefined) throw new Error('one request too many');
      return typeof answer === 'function' ? answer() : answer;
    },
  });
  const abort = new AbortController();
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    runtime.pass(milliseconds / 1_000);
  };
  const deadline = new Date(runtime.now().getTime() + 9_500);
  const client = new GraphClient({
    origin,
    accessToken: 'secret-token',
    runtime,
    signal: abort.signal,
    deadline,
    wait,
  });
  const read = (query: Partial<GroupsQuery> = {}) => readGroups(client, { format: 'ids', isNested: false, ...query });
  return { client, requests, waits, abort, read };
}

describe('groups from Graph', () => {
  it('groups from Graph are ids or names, without roles, each once, in a stable order', async () => {
    const role = { '@odata.type': '#microsoft.graph.directoryRole', id: 'r', displayName: 'Admin' };
    const answer = () => page([group('b'), role, group('a'), group('b')]);
    expect(await graph(answer()).read()).toEqual({ groups: ['id-a', 'id-b'], isCut: false });
    expect((await graph(answer()).read({ format: 'names' })).groups).toEqual(['a', 'b']);
  });

  it('groups from Graph are direct or nested, and ask for no property that is not needed', async () => {
    const { requests, read } = graph(page([]), page([]));
    await read();
    await read({ isNested: true, format: 'names' });
    expect(requests.map((one) => one.url)).toEqual([
      `${origin}/v1.0/me/memberOf?$select=id&$top=999`,
      `${origin}/v1.0/me/transitiveMemberOf?$select=id,displayName&$top=999`,
    ]);
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer secret-token');
  });

  it('groups from Graph are read from every page, at the address that Graph gives', async () => {
    const next = `${origin}/v1.0/me/memberOf?$skiptoken=opaque`;
    const { requests, read } = graph(page([group('a')], next), page([], next), page([group('b')]));
    expect((await read()).groups).toEqual(['id-a', 'id-b']);
    expect(requests[1]?.url).toBe(next);
  });

  it.each([
    'https://evil.example/v1.0/me',
    'http://graph.microsoft.com/v1.0/me',
    'https://u:p@graph.microsoft.com/',
    7,
  ])('groups from Graph are refused, and the token sent nowhere, where the next page is %s', async (next) => {
    const { requests, read } = graph(page([group('a')], next as string), page([]));
    await expect(read()).rejects.toMatchObject({ code: 'invalid_response', step: 'graph' });
    expect(requests).toHaveLength(1);
  });

  it('groups from Graph are no more than asked for, and say that there are more', async () => {
    const pages = () => [page([group('b'), group('a')], `${origin}/2`), page([group('c')])];
    expect(await graph(...pages()).read({ limit: 2 })).toEqual({ groups: ['id-a', 'id-b'], isCut: true });
    expect(await graph(...pages()).read({ limit: 3 })).toMatchObject({ isCut: false });
  });

  it('groups from Graph are refused beyond what a login can carry, and in a loop of pages', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => group(`g${index}`));
    await expect(graph(page(many)).read()).rejects.toMatchObject({ messageKey: 'azuread.graph_too_many_groups' });
    expect((await graph(page(many.slice(1))).read()).groups).toHaveLength(10_000);
    const loop = Array.from({ length: 101 }, () => page([], `${origin}/again`));
    await expect(graph(...loop).read()).rejects.toMatchObject({ code: 'upstream_unavailable', step: 'graph' });
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a list of texts', ['g']],
    ['a membership of unknown type', [{ id: 'g' }]],
    ['an id that is no text', [{ '@odata.type': '#microsoft.graph.group', id: 7 }]],
    ['an endless id', [group('x'.repeat(300))]],
  ])('groups from Graph are refused where Graph answers with %s', async (_name, value) => {
    await expect(graph(page(value)).read()).rejects.toMatchObject({ code: 'invalid_response', step: 'graph' });
  });

  it('groups from Graph have no names without the permission, which an administrator grants', async () => {
    const hidden = { ...group('a'), displayName: null };
    await expect(graph(page([hidden])).read({ format: 'names' })).rejects.toMatchObject({
      code: 'misconfigured',
      actor: 'tenant-administrator',
      messageKey: 'azuread.graph_permission',
    });
    expect((await graph(page([hidden])).read()).groups).toEqual(['id-a']);
  });
});

describe('a refusal of Graph', () => {
  it.each<[number, string, object]>([
    [403, 'Authorization_RequestDenied', { code: 'misconfigured', actor: 'tenant-administrator' }],
    [401, 'InvalidAuthenticationToken', { code: 'misconfigured', actor: 'operator' }],
    [400, 'Request_BadRequest', { code: 'misconfigured', actor: 'operator' }],
    [500, 'generalException', { code: 'upstream_unavailable' }],
    [302, 'x', { code: 'upstream_unavailable' }],
  ])('with %i %s refuses the login, at once, on any page', async (status, code, expected) => {
    const upstream = { code, traceId: 'r-1', description: 'No.' };
    const detail = { ...expected, step: 'graph', upstream };
    const first = graph(refusal(status, code));
    await expect(first.read()).rejects.toMatchObject(detail);
    const second = graph(page([group('a')], `${origin}/2`), refusal(status, code));
    await expect(second.read()).rejects.toMatchObject(detail);
    expect(second.waits).toEqual([]);
  });

  it('without anything readable is still one', async () => {
    await expect(graph(new Response('<html>', { status: 403 })).read()).rejects.toMatchObject({
      messageKey: 'azuread.graph_permission',
      upstream: { code: '403' },
    });
    await expect(graph(new Response('<html>')).read()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });
});

describe('a Graph that throttles', () => {
  const throttled = (after?: string) =>
    refusal(429, 'TooManyRequests', after === undefined ? {} : { 'retry-after': after });

  it('a Graph that throttles is asked again after the time it names, also a fraction', async () => {
    const { waits, read } = graph(throttled('2.128'), throttled('1'), page([group('a')]));
    expect((await read()).groups).toEqual(['id-a']);
    expect(waits).toEqual([2_128, 1_000]);
  });

  it('a Graph that throttles is asked again after a while where it names none', async () => {
    const { waits, read } = graph(throttled(), throttled(), page([]));
    await read();
    expect(waits).toEqual([500, 1_000]);
  });

  it('a Graph that throttles refuses the login where the time does not fit, and where it goes on', async () => {
    const fits = graph(throttled('9'), page([]));
    await fits.read();
    const late = graph(throttled('9.6'), page([]));
    await expect(late.read()).rejects.toMatchObject({ code: 'upstream_unavailable', step: 'graph' });
    expect(late.waits).toEqual([]);
    const stubborn = graph(throttled('1'), throttled('1'), throttled('1'), page([]));
    await expect(stubborn.read()).rejects.toMatchObject({ upstream: { code: 'TooManyRequests' } });
  });

  it('a Graph that throttles adds its waits up', async () => {
    const { read, waits } = graph(throttled('5'), throttled('5'), page([]));
    await expect(read()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(waits).toEqual([5_000]);
  });
});

describe('a Graph that does not answer', () => {
  it('a Graph that does not answer refuses the login when the time is up, and keeps the token to itself', async () => {
    const { read, abort } = graph(() => new Promise<Response>(() => undefined));
    const attempt = read();
    abort.abort(new Error('time is up'));
    const error = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'upstream_unavailable', step: 'graph', actor: 'operator' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret-token');
  });
});
