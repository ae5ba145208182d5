import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, ISSUER, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';
import { badFields } from '../../test/support/management-api.js';
import type { TrialReport } from './trial.dto.js';
import { TrialStore } from './trial.js';

const at = new Date('2026-11-21T10:01:00Z');

describe('the API of trials', () => {
  let api: ConnectionsApi;
  let id: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    ({ id } = (await api.as().post('/connections', sampleBody())).body as { id: string });
  });
  afterEach(() => api.close());

  const stored = (trialId: string) => api.app.get(TrialStore).find(trialId, at);

  it('the API of trials gives a link of a saved connection, with the ticket stored as a hash only', async () => {
    const { status, body } = await api.as().post(`/connections/${id}/try`);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^try_/),
      url: expect.stringMatching(`^${ISSUER}/login/try/${body.id}\\?ticket=[A-Za-z0-9_-]{43}$`),
      report_url: `${ISSUER}/api/v2/connections/trials/${body.id}`,
      expires_at: expect.any(String),
    });
    const ticket = new URL(body.url).searchParams.get('ticket') ?? '';
    const trial = await stored(body.id);
    expect(trial).toMatchObject({
      connectionId: id,
      isDraft: false,
      ticketHash: createHash('sha256').update(ticket).digest('base64url'),
    });
    expect(trial).not.toHaveProperty('draft');
    expect(Date.parse(body.expires_at) - (trial?.createdAt.getTime() ?? 0)).toBe(24 * 3_600_000);
    const rows = await api.storage.database.selectFrom('trials').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(ticket);
    expect(JSON.stringify(api.events)).not.toContain(ticket);
    expect(api.requests).toEqual([]);
  });

  // covers OPENMETADATA-13
  it('the API of trials gives a link of a body that is not saved, and saves nothing', async () => {
    const body = sampleBody({ name: 'draft' });
    const answer = await api.as().post('/connections/try', body);
    expect(answer.status).toBe(201);
    const trial = await stored(answer.body.id);
    expect(trial).toMatchObject({ isDraft: true, connectionName: 'draft', draft: { id: '', name: 'draft' } });
    expect(trial).not.toHaveProperty('connectionId');
    expect((await api.as().get('/connections')).body.map(({ name }: { name: string }) => name)).not.toContain('draft');
  });

  it('the API of trials gives a link of a saved connection as a change would make it, and changes nothing', async () => {
    const before = (await api.as().get(`/connections/${id}`)).body;
    const answer = await api.as().post(`/connections/${id}/try`, { options: { client_secret: 'another secret' } });
    expect(answer.status).toBe(201);
    expect(await stored(answer.body.id)).toMatchObject({
      isDraft: true,
      connectionId: id,
      draft: { id, revision: before.revision + 1, secrets: { client_secret: 'another secret' } },
    });
    expect((await api.as().get(`/connections/${id}`)).body).toEqual(before);
    expect(JSON.stringify([answer.body, api.events])).not.toContain('another secret');
  });

  it.each([
    [{ unknown: 1 }, 'unknown'],
    [{ options: { client_id: '' } }, 'options.client_id'],
    [{ options: { client_id: 'other' } }, 'options.client_secret'],
    [{ name: 'other' }, 'name'],
  ])('the API of trials refuses a change that could not be saved either: %j', async (change, field) => {
    const answer = await api.as().post(`/connections/${id}/try`, change);
    expect([answer.status, badFields(answer).includes(field)]).toEqual([400, true]);
  });

  it('the API of trials keeps the name that people know the connection by, as it would be then', async () => {
    const names = async (change: object) => {
      const { body } = await api.as().post(`/connections/${id}/try`, change);
      return (await stored(body.id))?.displayName;
    };
    await api.as().patch(`/connections/${id}`, { display_name: 'Contoso AG' });
    expect([await names({}), await names({ display_name: 'Contoso SE' }), await names({ display_name: null })]).toEqual(
      ['Contoso AG', 'Contoso SE', undefined],
    );
  });

  it('the API of trials names everything that is wrong with a draft', async () => {
    const body = { ...sampleBody({ name: '-' }), options: { client_id: '' } };
    const answer = await api.as().post('/connections/try', body);
    expect(answer.status).toBe(400);
    expect(badFields(answer)).toEqual(expect.arrayContaining(['name', 'options.client_id', 'options.customer']));
  });

  it('the API of trials lets nobody try other options who may not change them', async () => {
    const limited = api.as(['update:connections_options']);
    const change = { options: { prompt: 'login' } };
    expect((await limited.post(`/connections/${id}/try`, change)).status).toBe(403);
    expect((await limited.post(`/connections/${id}/try`, { is_enabled: false })).status).toBe(201);
    expect((await limited.post(`/connections/${id}/try`, {})).status).toBe(201);
    expect((await api.as().post(`/connections/${id}/try`, change)).status).toBe(201);
  });

  it('the API of trials answers 404 for a connection or trial that is not there', async () => {
    expect((await api.as().post('/connections/con_none/try')).status).toBe(404);
    expect((await api.as().get('/connections/trials/try_none')).status).toBe(404);
  });

  it('the API of trials limits how many one client makes', async () => {
    api.stopClock();
    const statuses = [];
    for (let made = 0; made < 31; made += 1) statuses.push((await api.as().post(`/connections/${id}/try`)).status);
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([201]));
    expect(statuses.at(-1)).toBe(429);
  });

  it('the API of trials records who made it', async () => {
    const { body } = await api.as().post(`/connections/${id}/try`);
    expect(api.events.at(-1)).toMatchObject({
      type: 'sapi',
      description: 'Trial sign-in created.',
      connectionId: id,
      clientId: expect.any(String),
      details: { trial: body.id, is_draft: false },
    });
  });

  it('the API of trials shows a trial as it goes on, then its report, and neither link nor draft', async () => {
    const { body: link } = await api.as().post('/connections/try', sampleBody({ name: 'draft' }));
    const read = async () => (await api.as().get(`/connections/trials/${link.id}`)).body;
    const store = api.app.get(TrialStore);
    const waiting = await read();
    expect(waiting).toEqual({
      id: link.id,
      status: 'waiting',
      connection: 'draft',
      strategy: 'sample',
      is_draft: true,
      created_at: expect.any(String),
      expires_at: link.expires_at,
    });
    const { ticketHash = '' } = (await stored(link.id)) ?? {};
    await store.open({ id: link.id, ticketHash, browserHash: 'b', now: at, expiresAt: new Date(link.expires_at) });
    expect(await read()).toMatchObject({ status: 'opened', opened_at: at.toISOString() });
    const report: TrialReport = { outcome: 'ok', stages: [], warnings: [], claims: { sub: 'alice' } };
    await store.finish(link.id, report, at, new Date(link.expires_at));
    expect(await read()).toMatchObject({ status: 'finished', finished_at: at.toISOString(), report });
  });

  it.each(['read:connections_options', 'read:users'] as const)(
    'the API of trials shows no report without %s',
    async (scope) => {
      const { body } = await api.as().post(`/connections/${id}/try`);
      expect((await api.as([scope]).get(`/connections/trials/${body.id}`)).status).toBe(403);
      expect((await api.as().get(`/connections/trials/${body.id}`)).status).toBe(200);
    },
  );
});
