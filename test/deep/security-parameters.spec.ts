import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RawAnswer, rawRequest } from '../support/raw-request.js';
import { authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

const FORM = 'application/x-www-form-urlencoded';

/** What a registered application may get wrong: a page, or an error at its own redirect URI, and nothing else. */
describe('parameters of a registered application', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ withoutConnection: true });
  });
  afterAll(() => world?.close());

  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
    rawRequest(world.issuer, method, path, headers, body);
  const refused = (answer: RawAnswer, what: string) => {
    expect([what, answer.status, answer.status < 500]).toEqual([what, answer.status, true]);
    expect(answer.body).not.toMatch(/node_modules|at \S+ \(|SQLITE|TypeError|file:\/\//);
  };

  it('of a registered application, one parameter wrong, go back to it or to a page', async () => {
    const evil = [
      '',
      ' ',
      '\0',
      '\ud800',
      '-1',
      '1e999',
      '[]',
      '{}',
      '\r\nX: y',
      '<script>alert(1)</script>',
      'ü'.repeat(2000),
    ];
    const names = [
      'state',
      'nonce',
      'scope',
      'prompt',
      'max_age',
      'connection',
      'login_hint',
      'id_token_hint',
      'acr_values',
      'claims',
    ]
      .concat([
        'claims_locales',
        'ui_locales',
        'display',
        'response_mode',
        'response_type',
        'code_challenge',
        'code_challenge_method',
      ])
      .concat([
        'request',
        'request_uri',
        'registration',
        'resource',
        'audience',
        'redirect_uri',
        'client_id',
        'dpop_jkt',
      ]);
    for (const name of names) {
      const one = async (value: string) => {
        const { pathname, search } = authorization(world, { [name]: value }).url;
        const answer = await send('GET', pathname + search);
        refused(answer, `${name}=${JSON.stringify(value).slice(0, 30)}`);
        expect([[200, 303, 400, 403].includes(answer.status), answer.headers.x]).toEqual([true, undefined]);
        expect(answer.body).not.toContain('<script>alert');
      };
      await Promise.all(evil.map(one));
    }
    const { clientId, clientSecret } = world.application;
    for (const grant_type of [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'password',
      'constructor',
      '',
    ]) {
      for (const value of evil) {
        const form = {
          grant_type,
          code: value,
          code_verifier: value,
          redirect_uri: value,
          refresh_token: value,
          scope: value,
          audience: value,
          resource: value,
        };
        const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }).toString();
        const answer = await send('POST', '/oauth/token', { 'content-type': FORM }, body);
        refused(answer, body.slice(0, 80));
        expect(answer.status).toBe(400);
      }
    }
  }, 60_000);
});
