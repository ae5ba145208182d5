/** Microsoft's library as the second driver runs it: what it must not do, and what it does anew for every sign-in. */
import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import {
  ada,
  azureAdConnector,
  callbackUrl,
  contoso,
  entraUpstream,
  fabrikam,
  login,
  request,
} from '../../../../test/support/entra-upstream.js';
import type { JsonObject } from '../../connector.js';
import { driverProblem } from '../options/rules.js';
import { isInstalled, loadLibrary } from './library.js';

describe('Microsoft’s library', () => {
  // covers OPERATOR-09
  it('Microsoft’s library makes no request of its own, and writes nothing to the output', async () => {
    const connect = jest.spyOn(Socket.prototype, 'connect');
    const written = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
    try {
      const upstream = entraUpstream({ segment: 'organizations' });
      const options = { useCommonEndpoint: true, allowed_tenants: [contoso], driver: 'passport-azure-ad' };
      expect((await login(azureAdConnector(upstream, options), upstream)).subject).toBe(ada.subject);
      const v1 = { tenant_domain: contoso, identity_api: 'azure-active-directory-v1.0', driver: 'passport-azure-ad' };
      const old = entraUpstream({ version: 'v1.0' });
      expect((await login(azureAdConnector(old, v1), old)).subject).toBe(ada.subject);
      expect(written.flatMap((stream) => stream.mock.calls)).toEqual([]);
      expect(connect).not.toHaveBeenCalled();
      // The control: what Node's own client begins is heard, even where nobody answers.
      get('https://127.0.0.1:9').on('error', () => undefined);
      expect(connect).toHaveBeenCalledTimes(1);
    } finally {
      connect.mockRestore();
      for (const stream of written) stream.mockRestore();
    }
  });

  it('Microsoft’s library keeps nothing that one connection would learn of another, with one client id at two tenants', async () => {
    const turns = [contoso, fabrikam].map(async (tenant) => {
      const upstream = entraUpstream({ segment: tenant, tenant });
      const options = { tenant_domain: tenant, driver: 'passport-azure-ad' };
      const connector = azureAdConnector(upstream, options);
      const { url, checks, state = '' } = await connector.authorize(request);
      const parameters = await upstream.signIn(url, ada);
      return { connector, answer: { parameters, callbackUrl, state, checks, signal: new AbortController().signal } };
    });
    const [one, other] = await Promise.all(turns);
    if (one === undefined || other === undefined) throw new Error('Two turns were begun.');
    await expect(one.connector.callback(other.answer)).rejects.toMatchObject({ code: 'invalid_response' });
    const swapped = { ...one.answer, checks: { ...one.answer.checks, session: other.answer.checks.session ?? {} } };
    await expect(one.connector.callback(swapped)).rejects.toMatchObject({ code: 'invalid_response' });
    const identities = await Promise.all([one, other].map(({ connector, answer }) => connector.callback(answer)));
    expect(identities.map(({ issuer }) => issuer)).toEqual([
      expect.stringContaining(contoso),
      expect.stringContaining(fabrikam),
    ]);
  });

  it('Microsoft’s library makes a nonce, a state and a verifier of its own for every sign-in, and redeems with that verifier alone', async () => {
    const upstream = entraUpstream();
    const connector = azureAdConnector(upstream, { tenant_domain: contoso, driver: 'passport-azure-ad' });
    const begun = await Promise.all([connector.authorize(request), connector.authorize(request)]);
    for (const name of ['nonce', 'code_verifier'])
      expect(new Set(begun.map(({ checks }) => checks[name])).size).toBe(2);
    expect(new Set(begun.map(({ state }) => state)).size).toBe(2);
    const [{ url, checks, state = '' }, second] = begun;
    const signal = new AbortController().signal;
    const finish = async (changed: JsonObject) => {
      const parameters = await upstream.signIn(url, ada);
      return connector.callback({ parameters, callbackUrl, state, signal, checks: { ...checks, ...changed } }).then(
        () => 'signed in',
        (error: { readonly code?: string }) => String(error.code),
      );
    };
    expect(await finish({})).toBe('signed in');
    expect(await finish({ code_verifier: second.checks.code_verifier ?? '' })).not.toBe('signed in');
    expect(await finish({ nonce: second.checks.nonce ?? '' })).toBe('invalid_response');
    expect(await finish({ session: second.checks.session ?? {} })).toBe('invalid_response');
  });

  it.each(['docs/embedding.md', 'src/connectors/azuread/README.md'])(
    'Microsoft’s library has its overrides in %s as here',
    async (file) => {
      const project = new URL('../../../../', import.meta.url);
      const { overrides } = JSON.parse(await readFile(new URL('package.json', project), 'utf8')) as {
        readonly overrides: { readonly 'passport-azure-ad': Readonly<Record<string, string>> };
      };
      // A second copy of `passport` is only a matter of space.
      const { passport: _, ...lines } = overrides['passport-azure-ad'];
      const text = (await readFile(new URL(file, project), 'utf8')).replaceAll(/\s+/g, '');
      expect(text).toContain(`"overrides":{"passport-azure-ad":${JSON.stringify(lines)}}`);
      const problem = driverProblem('passport-azure-ad', {}, () => false) ?? '';
      expect(problem.replaceAll(/\s+/g, '')).toContain(`"overrides":{"passport-azure-ad":${JSON.stringify(lines)}}`);
    },
  );

  it('Microsoft’s library is refused at save where it is not installed, with what to do', () => {
    const options = { cloud_instance: 'global' };
    const problem = driverProblem('passport-azure-ad', options, () =>
      isInstalled('passport-azure-ad-that-is-not-there'),
    );
    expect(problem).toContain('npm install passport-azure-ad@4.3.5');
    expect(problem).toContain('"overrides"');
    expect(driverProblem('passport-azure-ad', options, () => isInstalled())).toBeUndefined();
    expect(driverProblem('portico', options, () => false)).toBeUndefined();
    expect(driverProblem('msal', options)).toBe('must be one of portico, passport-azure-ad');
  });

  it('Microsoft’s library is refused at save for a cloud over http', () => {
    const over = (scheme: string) => driverProblem('passport-azure-ad', { cloud_instance: `${scheme}://127.0.0.1:1` });
    expect([over('http'), over('https')]).toEqual([expect.stringContaining('https only'), undefined]);
  });

  it('Microsoft’s library is missed as a mistake of the set-up, where it was taken away after the save', async () => {
    await expect(loadLibrary('passport-azure-ad-that-is-not-there')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
