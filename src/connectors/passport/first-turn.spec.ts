import { describe, expect, it, jest } from '@jest/globals';
import { type Act, type Acts, begin, state, upstream } from '../../../test/support/acting-strategy.js';
import type { AuthorizeRequest } from '../connector.js';

describe('the first turn', () => {
  it('the first turn keeps what the strategy wrote into its session', async () => {
    const { url, checks, state: own } = await begin({});
    expect({ url, own }).toEqual({ url: `${upstream}?state=${state}`, own: undefined });
    expect(checks).toEqual({ state, session: { nonce: 'a-nonce-that-is-kept' } });
  });

  it('the first turn reports the state that the strategy chose, when nobody can guess it', async () => {
    const choosing = (own: string): Acts => ({
      first() {
        this.redirect(`${upstream}?state=${own}`);
      },
    });
    expect((await begin(choosing('x'.repeat(22)))).state).toBe('x'.repeat(22));
    await expect(begin(choosing('x'.repeat(21)))).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('the first turn takes RelayState for it, which SAML strategies copy from the request', async () => {
    const saml: Act = function ({ query }) {
      this.redirect(`${upstream}?SAMLRequest=x&RelayState=${query.RelayState}`);
    };
    expect((await begin({ first: saml })).checks.state).toBe(state);
  });

  it.each([
    ['without a state', ''],
    ['with two of them', `state=${state}&state=${state}`],
    ['with both kinds', `state=${state}&RelayState=${state}`],
  ])('the first turn refuses a redirect %s', async (_name, query) => {
    const first: Act = function () {
      this.redirect(`${upstream}?${query}`);
    };
    await expect(begin({ first })).rejects.toMatchObject({ code: 'misconfigured', step: 'authorize' });
  });

  it.each<[string, Act]>([
    [
      'success',
      function () {
        this.success({ id: 'anybody' });
      },
    ],
    [
      'failure',
      function () {
        this.fail('no');
      },
    ],
    [
      'an error',
      function () {
        this.error(new Error('no'));
      },
    ],
    [
      'pass',
      function () {
        this.pass();
      },
    ],
    [
      'an exception',
      () => {
        throw new Error('no');
      },
    ],
    ['a promise that fails', () => Promise.reject(new Error('no'))],
    [
      'a redirect to no URL',
      function () {
        this.redirect('/relative');
      },
    ],
    [
      'a redirect to a script',
      function () {
        this.redirect(`javascript:alert(1)?state=${state}`);
      },
    ],
    [
      'a session that is no JSON',
      function (request) {
        request.session = 'text';
        this.redirect(`${upstream}?state=${state}`);
      },
    ],
  ])('the first turn refuses %s', async (_name, first) => {
    await expect(begin({ first })).rejects.toMatchObject({ code: 'misconfigured', step: 'authorize' });
  });

  it('the first turn refuses a strategy whose requests nobody knows how to guard', async () => {
    const unknown = { settings: { network: undefined as unknown as 'none' } };
    await expect(begin(unknown)).rejects.toThrow(/needs `network`/);
    const routed = jest.fn();
    await begin({ settings: { network: routed } });
    expect(routed).toHaveBeenCalledTimes(1);
  });

  it('the first turn adds what was asked for, and refuses what the upstream cannot honour', async () => {
    const parameters = ({ prompt }: AuthorizeRequest) =>
      prompt === 'login' ? undefined : { prompt: String(prompt), state: 'no' };
    const settings = { parameters };
    expect((await begin({ settings }, { prompt: 'consent' })).url).toBe(`${upstream}?state=${state}&prompt=consent`);
    await expect(begin({ settings }, { prompt: 'login' })).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(begin({}, { prompt: 'none' })).rejects.toMatchObject({ code: 'login_required' });
    await expect(begin({ settings }, { maxAge: 60 })).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('the first turn ends when the strategy says nothing', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    await expect(begin({ first: () => undefined })).rejects.toMatchObject({ code: 'upstream_unavailable' });
    timeout.mockRestore();
  });
});
