import { describe, expect, it } from '@jest/globals';
import { testRuntime } from '../testing/test-runtime.js';
import { refusalOfMadeUpCode } from './engine-check.js';

describe('a made-up code', () => {
  const ask = async (status: number, body: object, sendsVerifier = true) => {
    const sent: URLSearchParams[] = [];
    const refusal = await refusalOfMadeUpCode(
      {
        tokenEndpoint: 'https://upstream.example/token',
        clientId: 'hub',
        clientSecret: 'secret',
        authentication: 'client_secret_post',
        redirectUri: 'https://hub.example/cb',
        runtime: testRuntime({
          fetch: async (input, init) => {
            sent.push(new URLSearchParams(await new Request(input, init).text()));
            return Response.json(body, { status });
          },
        }),
      },
      sendsVerifier,
    );
    return { refusal, sent: sent[0] };
  };

  it('a made-up code brings the OAuth error, which tells whether the client is accepted', async () => {
    for (const error of ['invalid_grant', 'invalid_client']) {
      expect((await ask(400, { error })).refusal?.error).toBe(error);
    }
  });

  it('a made-up code tells nothing where it is taken for a real one, nor where the endpoint fails', async () => {
    const tokens = { access_token: 'a', id_token: 'i', token_type: 'Bearer' };
    expect((await ask(200, tokens)).refusal).toBeUndefined();
    expect((await ask(503, { error: 'invalid_grant' })).refusal).toBeUndefined();
  });

  it('a made-up code is another one each time, with a verifier where sign-ins send one', async () => {
    const [first, second] = [(await ask(400, { error: 'invalid_grant' })).sent, (await ask(400, { error: 'x' })).sent];
    expect(first?.get('code')).toMatch(/^[\w-]{43}$/);
    expect(second?.get('code')).not.toBe(first?.get('code'));
    expect(first?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect((await ask(400, { error: 'x' }, false)).sent?.has('code_verifier')).toBe(false);
  });
});
