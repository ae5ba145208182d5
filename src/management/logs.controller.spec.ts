import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { badFields, type ManagementApiUnderTest, startManagementApi } from '../../test/support/management-api.js';

describe('the API of logs', () => {
  let api: ManagementApiUnderTest;
  beforeAll(async () => {
    api = await startManagementApi();
    for (let index = 0; index < 5; index++) {
      await api.events.append({
        logId: `log_${index}`,
        date: new Date(Date.UTC(2026, 0, 1, 0, 0, index)),
        type: index % 2 === 0 ? 's' : 'f',
        description: `Event ${index}.`,
        clientId: 'coder',
        connection: 'contoso',
        connectionId: 'con_1',
        userId: index < 4 ? 'usr_1' : 'usr_2',
        ip: '192.0.2.1',
        userAgent: 'Firefox',
        correlationId: `c-${index}`,
        details: { reason: 'access_denied' },
      });
    }
  });
  afterAll(() => api.close());

  const ids = (logs: readonly { readonly log_id: string }[]) => logs.map((log) => log.log_id);

  it('the API of logs lists what happened, newest first, as a bare array', async () => {
    const answer = await api.as('read:logs').get('/logs');
    expect([answer.status, ids(answer.body)]).toEqual([200, ['log_4', 'log_3', 'log_2', 'log_1', 'log_0']]);
    expect(answer.body[0]).toEqual({
      log_id: 'log_4',
      date: '2026-01-01T00:00:04.000Z',
      type: 's',
      description: 'Event 4.',
      client_id: 'coder',
      connection: 'contoso',
      connection_id: 'con_1',
      user_id: 'usr_2',
      ip: '192.0.2.1',
      user_agent: 'Firefox',
      correlation_id: 'c-4',
      details: { reason: 'access_denied' },
    });
  });

  it('the API of logs pages by offset with totals', async () => {
    const answer = await api.as().get('/logs?page=1&per_page=2&include_totals=true&sort=date:-1');
    expect(answer.body).toMatchObject({ start: 2, limit: 2, length: 2, total: 5 });
    expect(ids(answer.body.logs)).toEqual(['log_2', 'log_1']);
  });

  it('the API of logs pages by checkpoint, even when an offset is sent along, until the list is exhausted', async () => {
    const first = (await api.as().get('/logs?take=3&page=0&per_page=50&include_totals=true')).body;
    expect(ids(first.logs)).toEqual(['log_4', 'log_3', 'log_2']);
    const second = (await api.as().get(`/logs?take=3&from=${first.next}`)).body;
    expect(ids(second.logs)).toEqual(['log_1', 'log_0']);
    expect(second).not.toHaveProperty('next');
  });

  // covers AUTH0-49
  it('the API of logs finds by type and user', async () => {
    const search = async (q: string) => ids((await api.as().get('/logs').query({ q })).body);
    expect(await search('type:"f"')).toEqual(['log_3', 'log_1']);
    expect(await search('user_id:"usr_2"')).toEqual(['log_4']);
    expect(await search('type:"f" AND user_id:"usr_2"')).toEqual([]);
  });

  it.each([
    ['sort=date:1', 'sort'],
    ['sort=type:-1', 'sort'],
    ['q=anything', 'q'],
    ['search=anything', 'search'],
    ['from=log_unknown', 'from'],
  ])('the API of logs refuses %s by name', async (query, field) => {
    const answer = await api.as().get(`/logs?${query}`);
    expect([answer.status, badFields(answer)]).toEqual([400, [field]]);
  });

  it('the API of logs reads one entry by its id', async () => {
    expect((await api.as().get('/logs/log_2')).body).toMatchObject({ log_id: 'log_2', type: 's' });
    expect((await api.as().get('/logs/log_2?fields=log_id,date')).body).toEqual({
      log_id: 'log_2',
      date: '2026-01-01T00:00:02.000Z',
    });
    expect((await api.as().get('/logs/log_9')).status).toBe(404);
  });
});
