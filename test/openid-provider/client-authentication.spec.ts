import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashSecret, newClientSecret } from '../../src/applications/index.js';
import { OidcDriver, VERIFIER } from '../support/oidc-driver.js';
import {
  application,
  publicApplication,
  SECRET,
  startOpenIdProvider,
  type TestProvider,
} from '../support/openid-provider.js';

describe('client authentication', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.applications.add(publicApplication({ clientId: 'spa' }));
  });
  afterAll(() => hub.close());

  it('an application that authenticates like the other kind is told which kind it is', async () => {
    const asPublic = { client_id: 'spa', client_secret: SECRET };
    const sent = await driver.redeem('c', asPublic);
    expect([sent.status, sent.body.error]).toEqual([401, 'invalid_client']);
    expect(sent.body.error_description).toMatch(/is public .* must not send a client secret/);
    const kept = await driver.redeem('c', { client_secret: undefined });
    expect([kept.status, kept.body.error]).toEqual([401, 'invalid_client']);
    expect(kept.body.error_description).toMatch(/is confidential and must send its client secret/);
    const wrong = await driver.redeem('c', { client_secret: 'x' });
    expect(wrong.body.error_description).toBe('client authentication failed');
    expect((await driver.redeem('c', { client_id: 'spa', client_secret: undefined })).body.error).toBe('invalid_grant');
  });

  // covers MISTAKE-19
  it('a guesser is told to stop, and the right secret still works, except one that could be guessed', async () => {
    const [made, chosen] = [newClientSecret(), 'an operator’s choice'];
    for (const [clientId, secret] of [
      ['made', made],
      ['chosen', chosen],
    ] as const) {
      hub.applications.add(application({ clientId, secretHash: hashSecret(secret) }));
      const statusOf = async (given: string) =>
        (await driver.redeem('c', { client_id: clientId, client_secret: given })).status;
      const wrong: number[] = [];
      for (let index = 0; index < 31; index += 1) wrong.push(await statusOf(`guess-${index}`));
      expect([wrong[29], wrong[30]]).toEqual([401, 429]);
      expect([await statusOf('one more'), await statusOf(newClientSecret())]).toEqual([429, 429]);
      // 400 is for the code: the secret was accepted.
      expect(await statusOf(secret)).toBe(clientId === 'made' ? 400 : 429);
    }
  });

  it('odd requests are answered with 4xx and JSON', async () => {
    const form = { grant_type: 'authorization_code', code: 'c', code_verifier: VERIFIER };
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const answers = [
      ...[
        'Bearer x',
        'Basic',
        'Basic ###',
        basic('nocolon'),
        basic('web:%zz'),
        basic(':'),
        'Digest a=b',
        'x'.repeat(4000),
      ].map((authorization) => driver.post('/oauth/token', form, { authorization })),
      driver.post(
        '/oauth/token',
        { ...form, client_id: 'web', client_secret: SECRET },
        { authorization: basic('web:x') },
      ),
      driver.post('/oauth/token', new URLSearchParams('grant_type=a&grant_type=b&client_id=spa')),
      driver.post('/oauth/token', new URLSearchParams('client_id=spa&client_id=web')),
      driver.post('/oauth/token', form, { 'content-type': 'application/json' }),
      driver.post('/oauth/token', { ...form, code: 'x'.repeat(100_000) }),
      driver.post('/oauth/token', {}),
      driver.post('/oauth/token', { ...form, code: 'a\u0000b', client_id: '\u0000' }),
      driver.post('/oauth/token', { client_id: 'spa', grant_type: 'constructor' }),
    ];
    for (const { status, body } of await Promise.all(answers)) {
      expect([status >= 400 && status < 500, typeof body.error]).toEqual([true, 'string']);
    }
    expect((await fetch(`${hub.origin}/oauth/token`)).status).toBe(405);
  });
});
