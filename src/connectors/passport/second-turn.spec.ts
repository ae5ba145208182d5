import { describe, expect, it, jest } from '@jest/globals';
import {
  type Act,
  type Acts,
  begin,
  finish,
  runtime,
  type Seen,
  state,
  upstream,
} from '../../../test/support/acting-strategy.js';
import type { UpstreamIdentity } from '../connector.js';

describe('the second turn', () => {
  it('the second turn gives the session back, and takes what the strategy returns', async () => {
    const seen: Seen[] = [];
    const second: Act = function (request) {
      seen.push(request);
      this.success({ id: '42' });
    };
    expect(await finish({ second })).toEqual({ issuer: upstream, subject: '42', claims: { id: '42' } });
    expect(seen[0]).toMatchObject({ method: 'GET', query: { state }, session: { nonce: 'a-nonce-that-is-kept' } });
    await finish({ second, settings: { answeredBy: 'form' } });
    expect(seen[1]).toMatchObject({ method: 'POST', query: {}, body: { state } });
  });

  it.each<[string, Act]>([
    [
      'failure',
      function () {
        this.fail({ message: 'no canary-code-of-the-answer' }, 403);
      },
    ],
    [
      'an error',
      function () {
        this.error(new Error('with canary-secret-of-the-strategy in it'));
      },
    ],
    [
      'an exception',
      () => {
        throw new TypeError('no');
      },
    ],
    [
      'nobody',
      function () {
        this.success(false);
      },
    ],
    [
      'pass',
      function () {
        this.pass();
      },
    ],
    [
      'another redirect',
      function () {
        this.redirect(upstream);
      },
    ],
  ])('the second turn turns %s into a refusal without a secret', async (_name, second) => {
    const error = await finish({ second }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_response', name: 'ConnectorError' });
    expect(`${JSON.stringify(error)}${(error as Error).message}`).not.toMatch(/canary/);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no claims', { issuer: upstream, subject: '42' }],
    ['claims that are none', { issuer: upstream, subject: '42', claims: 'ada' }],
    ['claims that no JSON can hold', { issuer: upstream, subject: '42', claims: { id: 42n } }],
    ['a time that is none', { issuer: upstream, subject: '42', claims: {}, authentication: { time: 'noon' } }],
  ])('the second turn refuses a definition that reads %s from a strategy', async (_name, read) => {
    const settings = { identity: () => read as UpstreamIdentity, knowsAuthenticationTime: true };
    await expect(finish({ settings })).rejects.toMatchObject({ name: 'ConnectorError', code: 'invalid_response' });
    expect((await finish({})).subject).toBe('42');
  });

  it('hears only the first of two words', async () => {
    const second: Act = function () {
      this.fail('no');
      this.success({ id: '42' });
    };
    await expect(finish({ second })).rejects.toMatchObject({ code: 'invalid_response' });
    expect(runtime.log.at(-1)).toMatchObject({ level: 'warn', detail: { said: 'success' } });
  });

  it('the second turn ends with the time of the callback', async () => {
    const abort = new AbortController();
    const attempt = finish({ second: () => abort.abort() }, { signal: abort.signal });
    await expect(attempt).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it.each([
    ['another state', { parameters: new URLSearchParams({ code: 'c', state: `${state}x` }) }],
    ['no state', { parameters: new URLSearchParams({ code: 'c' }) }],
    ['two codes', { parameters: new URLSearchParams(`code=a&code=b&state=${state}`) }],
    ['checks of nothing', { checks: {} }],
    ['checks of another state', { checks: { state: `${state}x`, session: {} } }],
  ])('the second turn refuses an answer with %s, before the strategy sees it', async (_name, change) => {
    const second = jest.fn();
    await expect(finish({ second }, change)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
    expect(second).not.toHaveBeenCalled();
  });

  it('the second turn says what an error of the upstream means', async () => {
    const refusal = (error: string) => ({ parameters: new URLSearchParams({ error, state }) });
    await expect(finish({}, refusal('access_denied'))).rejects.toMatchObject({
      code: 'access_denied',
      actor: 'person',
    });
    await expect(finish({}, refusal('server_error'))).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await expect(finish({}, refusal('invalid_scope'))).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it.each(['', 'a'.repeat(256), 'a b', 42 as unknown as string])(
    'the second turn refuses the subject %j',
    async (subject) => {
      const identity = () => ({ issuer: upstream, subject, claims: {} });
      await expect(finish({ settings: { identity } })).rejects.toMatchObject({ step: 'claims' });
    },
  );

  it('the second turn verifies the age that was asked for', async () => {
    const aged = (seconds: number): Acts['settings'] => ({
      knowsAuthenticationTime: true,
      identity: ({ id }) => {
        const time = new Date(runtime.now().getTime() - seconds * 1_000);
        return { issuer: upstream, subject: id, claims: {}, authentication: { time } };
      },
      parameters: () => ({}),
    });
    const { checks } = await begin({ settings: aged(0) }, { maxAge: 60 });
    expect((await finish({ settings: aged(60) }, {}, checks)).subject).toBe('42');
    await expect(finish({ settings: aged(3_600) }, {}, checks)).rejects.toMatchObject({ step: 'claims' });
    await expect(finish({}, {}, checks)).rejects.toMatchObject({ step: 'claims' });
  });
});
