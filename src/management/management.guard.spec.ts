import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Get, Module, Post } from '@nestjs/common';
import passport from 'passport';
import {
  ALL_SCOPES,
  type ManagementApiUnderTest,
  startManagementApi,
  tokenWith,
} from '../../test/support/management-api.js';
import { CurrentToken, ManagementApi, type ManagementToken, ManagementTokenVerifier, RequireScopes } from './index.js';

@ManagementApi('probe')
class ProbeController {
  @Get('guarded')
  @RequireScopes(['read:clients', 'read:users'])
  guarded(@CurrentToken() token: ManagementToken) {
    return { clientId: token.clientId, scopes: [...token.scopes] };
  }

  @Get('forgotten')
  forgotten() {
    return 'nobody decided who may read this';
  }

  @Post('empty')
  @RequireScopes([])
  empty() {
    return 'nor this';
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

describe('the guard of the management API', () => {
  let api: ManagementApiUnderTest;
  beforeAll(async () => {
    api = await startManagementApi({ imports: [ProbeModule] });
  });
  afterAll(() => api.close());

  const get = (path: string, authorization?: string) => {
    const request = api.http.get(`/api/v2/probe/${path}`);
    return authorization === undefined ? request : request.set('authorization', authorization);
  };

  it('the guard of the management API lets a token with every scope of the route through, and gives it to the handler', async () => {
    const answer = await get('guarded', `Bearer ${tokenWith(['read:users', 'read:clients'])}`);
    expect([answer.status, answer.body]).toEqual([
      200,
      { clientId: 'terraform', scopes: ['read:users', 'read:clients'] },
    ]);
    expect((await get('guarded', `bearer  ${ALL_SCOPES}`)).status).toBe(200);
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['a token that does not hold', 'Bearer unknown'],
    ['a prefix of a token', `Bearer ${ALL_SCOPES.slice(1)}`],
    ['another scheme', `Basic ${ALL_SCOPES}`],
    ['no scheme', ALL_SCOPES],
    ['two tokens', `Bearer ${ALL_SCOPES} ${ALL_SCOPES}`],
    ['two joined tokens', `Bearer ${ALL_SCOPES}, Bearer ${ALL_SCOPES}`],
    ['a token of other characters', `Bearer ${ALL_SCOPES}é`],
    ['a token without end', `Bearer t-${'a'.repeat(4000)}`],
  ])('the guard of the management API answers 401 with a challenge to %s', async (_what, header) => {
    const answer = await get('guarded', header);
    expect([answer.status, answer.body.errorCode]).toEqual([401, 'invalid_token']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="portico"/);
    expect(answer.text).not.toContain(ALL_SCOPES.slice(1));
  });

  it('the guard of the management API answers 401 to two Authorization headers, whichever of them holds', async () => {
    const twice = (first: string, second: string) =>
      get('guarded').set('authorization', [`Bearer ${first}`, `Bearer ${second}`] as unknown as string);
    expect((await twice(ALL_SCOPES, 'unknown')).status).toBe(401);
    expect((await twice('unknown', ALL_SCOPES)).status).toBe(401);
  });

  it('the guard of the management API looks for a token nowhere but in the header', async () => {
    const inQuery = await get(`guarded?access_token=${ALL_SCOPES}`);
    expect(inQuery.status).toBe(401);
    const inBody = await api.http.post('/api/v2/clients').send({ access_token: ALL_SCOPES, name: 'x' });
    expect(inBody.status).toBe(401);
    expect((await api.as().post('/clients', { name: 'x' })).status).toBe(201);
  });

  it('the guard of the management API names the missing scopes with 403, and records the refusal', async () => {
    const answer = await get('guarded', `Bearer ${tokenWith(['read:users'])}`);
    expect([answer.status, answer.body.errorCode]).toEqual([403, 'insufficient_scope']);
    expect(answer.body.message).toContain('read:clients');
    expect(answer.body.message).not.toContain('read:users');
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
    const { items } = await api.events.list({ type: 'fapi' }, { kind: 'offset', page: 0, perPage: 10 });
    expect(items[0]).toMatchObject({
      clientId: 'terraform',
      details: { reason: 'insufficient_scope', missing_scopes: ['read:clients'] },
    });
  });

  it('the guard of the management API refuses a route that names no scope, even to a token with all of them', async () => {
    expect((await get('forgotten', `Bearer ${ALL_SCOPES}`)).status).toBe(403);
    expect((await api.as().post('/probe/empty')).status).toBe(403);
    expect((await get('forgotten')).status).toBe(401);
  });

  it('the guard of the management API answers 503 when the storage of tokens does not answer', async () => {
    const answer = await get('guarded', 'Bearer storage-is-down');
    expect([answer.status, answer.body.errorCode]).toEqual([503, 'storage_unavailable']);
  });

  it('the guard of the management API registers nothing with the Passport of the process', () => {
    const strategies: object = Reflect.get(passport, '_strategies');
    expect(Object.keys(strategies)).toEqual(['session']);
  });
});

/** Answers only when two requests are waiting, so that they are certainly served at the same time. */
class PairingVerifier extends ManagementTokenVerifier {
  private waiting: (() => void)[] = [];

  override async verify(token: string): Promise<ManagementToken> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 2) for (const release of this.waiting) release();
    });
    return { clientId: token, scopes: new Set(['read:clients', 'read:users']) };
  }
}

describe('two requests of the management API at the same time', () => {
  it('each have their own token', async () => {
    const api = await startManagementApi({
      imports: [ProbeModule],
      values: [[ManagementTokenVerifier, new PairingVerifier()]],
    });
    const get = (token: string) =>
      api.http.get('/api/v2/probe/guarded').set('authorization', `Bearer ${token}`).timeout(5000);
    const answers = await Promise.all([get('first'), get('second')]);
    expect(answers.map((answer) => answer.body.clientId)).toEqual(['first', 'second']);
    await api.close();
  });
});
