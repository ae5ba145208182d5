import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ConnectorError } from '../../connector-error.js';
import { testRuntime } from '../../testing/test-runtime.js';
import { misconfigured } from './errors.js';
import { MetadataSource } from './metadata.js';

const ISSUER = 'https://upstream.example';
const URL_OF = `${ISSUER}/.well-known/openid-configuration`;
const GOOD = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};

afterEach(() => {
  jest.useRealTimers();
});

function source(answer: () => Promise<Response> = async () => Response.json(GOOD), url = URL_OF) {
  const state = { requests: 0, answer };
  const runtime = testRuntime({
    fetch: () => {
      state.requests += 1;
      return state.answer();
    },
  });
  const accept = ({ issuer }: { readonly issuer: string }): void => {
    if (issuer !== new URL(url).origin) throw misconfigured('discovery', 'another issuer');
  };
  return { state, runtime, metadata: new MetadataSource({ url, runtime, accept }) };
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(() => 'loaded').catch((error) => (error instanceof ConnectorError ? error.code : String(error)));
const settled = () => new Promise(setImmediate);

describe('a discovery document', () => {
  it('a discovery document is loaded once for an hour, however many ask at once', async () => {
    const { state, runtime, metadata } = source();
    await Promise.all(Array.from({ length: 20 }, () => metadata.get()));
    runtime.pass(3_599);
    expect((await metadata.get()).token_endpoint).toBe(`${ISSUER}/token`);
    expect(state.requests).toBe(1);
  });

  it('a discovery document is refreshed after an hour without making anybody wait', async () => {
    const { state, runtime, metadata } = source();
    await metadata.get();
    state.answer = async () => Response.json({ ...GOOD, token_endpoint: `${ISSUER}/token2` });
    runtime.pass(3_601);
    expect((await metadata.get()).token_endpoint).toBe(`${ISSUER}/token`);
    await settled();
    expect((await metadata.get()).token_endpoint).toBe(`${ISSUER}/token2`);
  });

  it('a discovery document serves for 24 hours while it cannot be refreshed, and no longer', async () => {
    const { state, runtime, metadata } = source();
    await metadata.get();
    state.answer = () => Promise.reject(new TypeError('fetch failed'));
    runtime.pass(24 * 3_600 - 1);
    expect(await codeOf(metadata.get())).toBe('loaded');
    await settled();
    runtime.pass(1);
    expect(await codeOf(metadata.get())).toBe('upstream_unavailable');
  });

  it('that cannot be loaded is asked for once in 5 seconds', async () => {
    const { state, runtime, metadata } = source(async () => new Response('', { status: 503 }));
    for (let n = 0; n < 5; n += 1) expect(await codeOf(metadata.get())).toBe('upstream_unavailable');
    expect(state.requests).toBe(1);
    state.answer = async () => Response.json(GOOD);
    runtime.pass(4);
    expect(await codeOf(metadata.get())).toBe('upstream_unavailable');
    runtime.pass(1);
    expect(await codeOf(metadata.get())).toBe('loaded');
  });

  it('that does not come in 5 seconds is given up, even by a fetch that ignores its signal', async () => {
    const { metadata } = source(() => new Promise(() => undefined));
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const attempt = codeOf(metadata.get());
    jest.advanceTimersByTime(4_999);
    expect(await Promise.race([attempt, settled().then(() => 'waiting')])).toBe('waiting');
    jest.advanceTimersByTime(1);
    expect(await attempt).toBe('upstream_unavailable');
  });

  it('a discovery document is awaited no longer than the caller’s signal allows, and still arrives for the others', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { state, metadata } = source(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const abort = new AbortController();
    const [impatient, patient] = [codeOf(metadata.get(abort.signal)), codeOf(metadata.get())];
    abort.abort();
    expect(await impatient).toBe('upstream_unavailable');
    answer(Response.json(GOOD));
    expect([await patient, state.requests]).toEqual(['loaded', 1]);
  });

  it('of another issuer is not used, and does not replace a good one', async () => {
    const lying = async () => Response.json({ ...GOOD, issuer: `${ISSUER}/` });
    expect(await codeOf(source(lying).metadata.get())).toBe('misconfigured');
    const { state, runtime, metadata } = source();
    await metadata.get();
    state.answer = lying;
    runtime.pass(3_601);
    await metadata.get();
    await settled();
    expect((await metadata.get()).issuer).toBe(ISSUER);
  });

  it.each([400, 404])(
    'that the upstream refuses with %i means that the connection is misconfigured',
    async (status) => {
      const { metadata } = source(async () => Response.json({ error_description: 'no such tenant' }, { status }));
      const error = await metadata.get().catch((thrown: ConnectorError) => thrown);
      expect(error).toMatchObject({
        code: 'misconfigured',
        upstream: { description: '{"error_description":"no such tenant"}' },
      });
    },
  );

  it.each([408, 429, 500, 302])('answered with %i means that the upstream is unavailable', async (status) => {
    expect(await codeOf(source(async () => new Response('{}', { status })).metadata.get())).toBe(
      'upstream_unavailable',
    );
  });

  it.each(['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'without %s is not used',
    async (name) => {
      const { metadata } = source(async () => Response.json({ ...GOOD, [name]: undefined }));
      expect(await codeOf(metadata.get())).toBe('upstream_unavailable');
    },
  );
});

describe('an endpoint that a discovery document names', () => {
  it.each(['http://upstream.example/x', 'javascript:alert(1)', '/relative', 'https://user@upstream.example/', '', 5])(
    'an endpoint that a discovery document names is refused when it is %s',
    async (endpoint) => {
      for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint']) {
        const { metadata } = source(async () => Response.json({ ...GOOD, [name]: endpoint }));
        expect(['misconfigured', 'upstream_unavailable']).toContain(await codeOf(metadata.get()));
      }
    },
  );

  it('an endpoint that a discovery document names may be plain http where the document itself came over it', async () => {
    const local = Object.fromEntries(Object.entries(GOOD).map(([name, url]) => [name, url.replace('https', 'http')]));
    const { metadata } = source(async () => Response.json(local), URL_OF.replace('https', 'http'));
    expect(await codeOf(metadata.get())).toBe('loaded');
  });
});
