import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';

describe('options that decide who a person is', () => {
  let api: ConnectionsApi;
  let id: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    id = (await api.as().post('/connections', sampleBody())).body.id;
  });
  afterEach(() => api.close());

  const patch = (options: object) => api.as().patch(`/connections/${id}`, { options });
  const signIn = () =>
    api.users.insert({
      id: 'usr_1',
      blocked: false,
      profile: { emailVerified: false },
      identity: {
        connectionId: id,
        connectionName: 'sample',
        strategy: 'sample',
        issuer: 'i',
        subject: 's',
        claims: {},
      },
      loginsCount: 1,
      createdAt: new Date(0),
      updatedAt: new Date(0),
    });

  it('options that decide who a person is may change as long as nobody has signed in', async () => {
    expect((await patch({ person_key: 'sub' })).status).toBe(200);
  });

  // covers AUTH0-10
  it('options that decide who a person is are fixed once somebody has signed in, and the refusal names the field and the way out', async () => {
    await signIn();
    const answer = await patch({ person_key: 'sub' });
    expect(answer.status).toBe(409);
    expect(answer.body.errorCode).toBe('identities_fixed');
    expect(answer.body.message).toContain('options.person_key');
    expect(answer.body.message).toContain('another connection');
  });

  it('options that decide who a person is may be sent back as they were, and leave other options free', async () => {
    await signIn();
    expect((await patch({ person_key: 'id', prompt: 'login' })).status).toBe(200);
  });
});
