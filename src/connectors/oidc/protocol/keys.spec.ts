import { describe, expect, it } from '@jest/globals';
import type { ConnectorError } from '../../connector-error.js';
import { testRuntime } from '../../testing/test-runtime.js';
import { signingKey } from '../../testing/upstream/forgeries.js';
import { KeySource } from './keys.js';

const URI = 'https://upstream.example/keys';
const HOUR = 3_600;

async function upstream(...published: object[]) {
  const state = { keys: published, requests: 0, down: false };
  const runtime = testRuntime({
    fetch: async () => {
      state.requests += 1;
      if (state.down) throw new TypeError('fetch failed');
      return Response.json({ keys: state.keys });
    },
  });
  return { state, runtime, keys: new KeySource({ runtime }) };
}

const jwk = async (kid: string, members: object = {}) => ({ ...(await signingKey(kid)).publicJwk, ...members });
const find = (keys: KeySource, kid?: string, alg = 'RS256') =>
  keys.find(URI, { alg, ...(kid === undefined ? {} : { kid }) });
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'found').catch((error: ConnectorError) => error.code);

describe('a signing key', () => {
  it('costs one request, and none as long as it is known', async () => {
    const { state, keys } = await upstream(await jwk('a'), await jwk('b'));
    expect((await find(keys, 'a')).jwk.kid).toBe('a');
    for (let n = 0; n < 20; n += 1) await find(keys, 'b');
    expect(state.requests).toBe(1);
  });

  it('a signing key is kept for the last four documents only, for an upstream may name another one each time', async () => {
    const { state, keys } = await upstream(await jwk('a'));
    const ask = (document: number) => keys.find(`${URI}/${document}`, { alg: 'RS256', kid: 'a' });
    for (const document of [1, 2, 3, 4, 1, 5]) await ask(document);
    expect(state.requests).toBe(5);
    await ask(1);
    expect(state.requests).toBe(5);
    await ask(2);
    expect(state.requests).toBe(6);
  });

  it('a signing key keeps the members that say whose tokens it signs', async () => {
    const { keys } = await upstream(await jwk('a', { issuer: 'https://upstream.example/{tenantid}' }));
    expect((await find(keys, 'a')).jwk.issuer).toBe('https://upstream.example/{tenantid}');
  });

  it('a signing key is imported once for each algorithm, and anew with each document', async () => {
    const { runtime, keys } = await upstream(await jwk('a', { alg: undefined }));
    const first = await find(keys, 'a');
    expect(await find(keys, 'a')).toBe(first);
    const other = await find(keys, 'a', 'PS256');
    expect([other.key.algorithm.name, first.key.algorithm.name]).toEqual(['RSA-PSS', 'RSASSA-PKCS1-v1_5']);
    runtime.pass(25 * HOUR);
    expect((await find(keys, 'a')).key).not.toBe(first.key);
  });

  it('that was replaced under the same id verifies nothing any more', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    const { key } = await find(keys, 'a');
    state.keys = [{ ...(await jwk('b')), kid: 'a' }];
    runtime.pass(25 * HOUR);
    const now = await find(keys, 'a');
    expect([now.jwk.n, now.key === key]).toEqual([(await jwk('b')).n, false]);
  });

  it('a signing key is requested once for many sign-ins at once', async () => {
    const { state, keys } = await upstream(await jwk('a'));
    await Promise.all(Array.from({ length: 50 }, () => find(keys, 'a')));
    expect(state.requests).toBe(1);
  });

  // covers AUTH0-38
  it('that is new is accepted at once, at the cost of one request, also right after the first load', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    await find(keys, 'a');
    runtime.pass(1);
    state.keys = [await jwk('a'), await jwk('b')];
    expect((await find(keys, 'b')).jwk.kid).toBe('b');
    runtime.pass(1);
    state.keys = [await jwk('c')];
    expect((await find(keys, 'c')).jwk.kid).toBe('c');
    expect(state.requests).toBe(3);
  });

  it('a signing key refreshes behind the caller’s back after an hour, so that a withdrawn key goes', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    await find(keys, 'a');
    state.keys = [await jwk('b')];
    runtime.pass(HOUR + 1);
    expect(await codeOf(find(keys, 'a'))).toBe('found');
    await new Promise(setImmediate);
    expect(await codeOf(find(keys, 'a'))).toBe('invalid_response');
  });
});

describe('a flood of random key ids', () => {
  it('costs one request per cool-down of 30 seconds, and delays no known key', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    await find(keys, 'a');
    const flood = (from: number) =>
      Promise.all(Array.from({ length: 1_000 }, (_, n) => codeOf(find(keys, `random-${from + n}`))));
    expect(new Set(await flood(0))).toEqual(new Set(['invalid_response']));
    await flood(1_000);
    expect(state.requests).toBe(2);
    runtime.pass(29);
    await flood(2_000);
    expect(await codeOf(find(keys, 'a'))).toBe('found');
    expect(state.requests).toBe(2);
    runtime.pass(1);
    await flood(3_000);
    expect(state.requests).toBe(3);
  });

  it('costs one request in all when it meets an empty cache', async () => {
    const { state, keys } = await upstream(await jwk('a'));
    for (let n = 0; n < 100; n += 1) await codeOf(find(keys, `random-${n}`));
    expect(state.requests).toBe(1);
  });

  it('against one connection delays no new key of another', async () => {
    const [one, other] = [await upstream(await jwk('a')), await upstream(await jwk('a'))];
    await find(other.keys, 'a');
    await codeOf(find(one.keys, 'random'));
    other.state.keys = [await jwk('b')];
    expect(await codeOf(find(other.keys, 'b'))).toBe('found');
  });

  it('a flood of random key ids does not lengthen its own cool-down', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    for (let n = 0; n < 31; n += 1) {
      await codeOf(find(keys, `random-${n}`));
      runtime.pass(1);
    }
    expect(state.requests).toBe(2);
  });
});

describe('an upstream whose keys cannot be fetched', () => {
  it('an upstream whose keys cannot be fetched is served from the last good keys for 24 hours, and no longer', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    await find(keys, 'a');
    state.down = true;
    runtime.pass(24 * HOUR - 1);
    expect(await codeOf(find(keys, 'a'))).toBe('found');
    runtime.pass(1);
    expect(await codeOf(find(keys, 'a'))).toBe('upstream_unavailable');
  });

  it('an upstream whose keys cannot be fetched is asked once in 5 seconds, and recovers by itself', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    state.down = true;
    for (let n = 0; n < 10; n += 1) expect(await codeOf(find(keys, 'a'))).toBe('upstream_unavailable');
    expect(state.requests).toBe(1);
    state.down = false;
    runtime.pass(4);
    expect(await codeOf(find(keys, 'a'))).toBe('upstream_unavailable');
    runtime.pass(1);
    expect(await codeOf(find(keys, 'a'))).toBe('found');
    expect(state.requests).toBe(2);
  });

  it('an upstream whose keys cannot be fetched is asked once in 30 seconds while the last good keys serve, also by random key ids', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    await find(keys, 'a');
    state.down = true;
    for (let second = 0; second < 30; second += 1) {
      expect(await codeOf(find(keys, 'a'))).toBe('found');
      expect(await codeOf(find(keys, `random-${second}`))).toBe('upstream_unavailable');
      runtime.pass(1);
    }
    expect(state.requests).toBe(2);
    state.down = false;
    state.keys = [await jwk('b')];
    expect(await codeOf(find(keys, 'b'))).toBe('found');
  });

  it('an upstream whose keys cannot be fetched is awaited no longer than the time for the callback', async () => {
    const runtime = testRuntime({ fetch: () => new Promise(() => undefined) });
    const abort = new AbortController();
    const attempt = new KeySource({ runtime }).find(URI, { alg: 'RS256' }, abort.signal);
    abort.abort();
    expect(await codeOf(attempt)).toBe('upstream_unavailable');
  });

  it('an upstream whose keys cannot be fetched is asked again when the clock is set back', async () => {
    const { state, runtime, keys } = await upstream(await jwk('a'));
    state.down = true;
    await codeOf(find(keys, 'a'));
    state.down = false;
    runtime.pass(-HOUR);
    expect(await codeOf(find(keys, 'a'))).toBe('found');
  });
});

describe('a token without a key id', () => {
  it('a token without a key id is accepted when exactly one published key fits, and refused when several do', async () => {
    const one = await upstream(await jwk('a'), { ...(await jwk('b')), use: 'enc' });
    expect((await find(one.keys)).jwk.kid).toBe('a');
    const two = await upstream(await jwk('a'), await jwk('b'));
    expect(await codeOf(find(two.keys))).toBe('invalid_response');
  });
});

describe('published keys that never count', () => {
  const ec = { kty: 'EC', crv: 'P-256', kid: 'ec', x: 'AA', y: 'AA' };
  const cases: readonly [string, () => Promise<object>, string, string][] = [
    ['an RSA key of 1024 bits', async () => ({ ...(await signingKey('weak', 1024)).publicJwk }), 'weak', 'RS256'],
    ['a key for encryption', () => jwk('a', { use: 'enc' }), 'a', 'RS256'],
    ['a key for another algorithm', () => jwk('a', { alg: 'RS512' }), 'a', 'RS256'],
    ['a key that may not verify', () => jwk('a', { key_ops: ['encrypt'] }), 'a', 'RS256'],
    ['a key of another type', () => jwk('a'), 'a', 'ES256'],
    ['a symmetric key', async () => ({ kty: 'oct', kid: 'a', k: 'AAAA' }), 'a', 'HS256'],
    ['a point off its curve', async () => ec, 'ec', 'ES256'],
    ['a key without a modulus', async () => ({ kty: 'RSA', kid: 'a', e: 'AQAB' }), 'a', 'RS256'],
  ];

  it.each(cases)('%s', async (_, make, kid, alg) => {
    const { keys } = await upstream(await make());
    expect(await codeOf(find(keys, kid, alg))).toBe('invalid_response');
  });

  it('published keys that never count count when they say nothing of their use (the control)', async () => {
    const { use: _, ...silent } = { use: '', ...(await jwk('a')) };
    expect(await codeOf(find((await upstream(silent)).keys, 'a'))).toBe('found');
  });

  it('published keys that never count are those after the first hundred', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => ({ kty: 'RSA', kid: `k${n}`, n: 'AA', e: 'AQAB' }));
    const first = await upstream(...many.slice(0, 99), await jwk('a'), ...many);
    expect(await codeOf(find(first.keys, 'a'))).toBe('found');
    const late = await upstream(...many.slice(0, 100), await jwk('a'));
    expect(await codeOf(find(late.keys, 'a'))).toBe('invalid_response');
  });
});
