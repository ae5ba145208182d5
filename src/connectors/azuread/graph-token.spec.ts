/** The access token for Graph: in the request's header, and in no error, whatever the upstream does. */
import { describe, expect, it } from '@jest/globals';
import { testRuntime } from '../testing/index.js';
import { GraphClient } from './graph-client.js';

/** Asks a Graph that answers so, with this token. */
async function ask(accessToken: string, answer: () => Response) {
  const sent: string[] = [];
  const runtime = testRuntime({
    fetch: async (input, init) => {
      sent.push(new Request(input, init).headers.get('authorization') ?? '');
      return answer();
    },
  });
  const { signal } = new AbortController();
  const deadline = new Date(runtime.now().getTime() + 9_500);
  const asked = async () =>
    new GraphClient({ origin: 'https://graph.microsoft.com', accessToken, runtime, signal, deadline }).get('/v1.0/me');
  const outcome = await asked().then(
    (body) => ({ body, error: undefined }),
    (error: unknown) => ({ body: undefined, error }),
  );
  return { ...outcome, sent };
}

/** All that a log could take from an error. */
function told(error: unknown): string {
  return error instanceof Error ? `${error.stack}${JSON.stringify(error)}${told(error.cause)}` : '';
}

describe('the access token for Graph', () => {
  it.each(['opaque-4711\nbroken', 'opaque-4711 broken', 'opaque-4711\u20ac', ''])(
    'the access token for Graph is not tried, nor quoted, where no header can carry it: %j',
    async (token) => {
      const { sent, error } = await ask(token, () => Response.json({ id: 'a' }));
      expect(error).toMatchObject({ code: 'invalid_response', step: 'graph' });
      expect(sent).toEqual([]);
      expect(told(error)).not.toContain('4711');
    },
  );

  it.each(['opaque-4711', 'EwB4A8l6/BAAU+kW==', 'eyJh.eyJi.c-_~', 'EwB%3d$!*'])(
    'the access token for Graph is sent as it is: %s',
    async (token) => {
      const { sent, body } = await ask(token, () => Response.json({ id: 'a' }));
      expect([sent, body]).toEqual([[`Bearer ${token}`], { id: 'a' }]);
    },
  );

  it('the access token for Graph is taken out of a refusal that quotes it', async () => {
    const error = { code: 'opaque-4711', message: 'The token opaque-4711 is not valid.', innerError: { date: 'now' } };
    const refused = await ask('opaque-4711', () => Response.json({ error }, { status: 401 }));
    expect(refused.error).toMatchObject({
      upstream: { code: '[redacted]', description: 'The token [redacted] is not valid.', timestamp: 'now' },
    });
    expect(told(refused.error)).not.toContain('4711');
  });

  it('the access token for Graph is taken out of what a parser quotes', async () => {
    const broken = await ask('opaque-4711', () => new Response('opaque-4711'));
    expect(broken.error).toMatchObject({ code: 'upstream_unavailable', step: 'graph' });
    expect(told(broken.error)).not.toContain('4711');
  });
});
