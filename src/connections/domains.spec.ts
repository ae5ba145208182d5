import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';

describe('domains of a connection', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi();
  });
  afterEach(() => api.close());

  const create = (name: string, options: object, more: object = {}) =>
    api.as().post('/connections', sampleBody({ name, ...more }, options));

  it('domains of a connection are stored in canonical form, from an array or a text with commas', async () => {
    const one = await create('one', { domain: 'MÜNCHEN.Example.', domain_aliases: 'a.example, B.example,,a.example' });
    expect(one.body.options).toMatchObject({
      domain: 'xn--mnchen-3ya.example',
      domain_aliases: ['a.example', 'b.example'],
    });
    const two = await create('two', { domain_aliases: ['ｃ.example', 'xn--mnchen-3ya.test'] });
    expect(two.body.options.domain_aliases).toEqual(['c.example', 'xn--mnchen-3ya.test']);
    expect(two.body.options).not.toHaveProperty('domain');
  });

  // covers AUTH0-21
  it('a domain has one owner among enabled connections, and the 409 names the domain and nothing of the owner', async () => {
    await create('owner', { domain: 'contoso.example' });
    for (const options of [{ domain: 'Contoso.example.' }, { domain_aliases: ['contoso.example'] }]) {
      const answer = await create('other', options);
      expect([answer.status, answer.body.errorCode]).toEqual([409, 'domain_conflict']);
      expect(answer.body.message).toContain('contoso.example');
      expect(answer.text).not.toContain('owner');
    }
    expect((await create('other', { domain: 'sub.contoso.example' })).status).toBe(201);
  });

  it('a domain may be prepared on a disabled connection, which then cannot be enabled beside the owner', async () => {
    const owner = (await create('owner', { domain: 'contoso.example' })).body.id;
    const spare = await create('spare', { domain: 'contoso.example' }, { is_enabled: false });
    expect(spare.status).toBe(201);
    const enable = () => api.as().patch(`/connections/${spare.body.id}`, { is_enabled: true });
    expect((await enable()).status).toBe(409);
    await api.as().patch(`/connections/${owner}`, { is_enabled: false });
    expect((await enable()).status).toBe(200);
    expect((await api.as().patch(`/connections/${owner}`, { is_enabled: true })).status).toBe(409);
  });

  it('a domain goes to one of two connections that ask for it at once', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => create(name, { domain: 'race.example' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
  });

  // covers AUTH0-22
  it('domains of a connection begin with the one that other options name, if none is given', async () => {
    const implied = await create('implied', { customer: 'contoso.example', domain_aliases: ['contoso.example'] });
    expect(implied.body.options).toMatchObject({ domain: 'contoso.example', domain_aliases: [] });
    expect(implied.body.show_as_button).toBe(false);
    const given = await create('given', { customer: 'fabrikam.example', domain: 'mail.example' });
    expect(given.body.options.domain).toBe('mail.example');
    expect((await create('none', { customer: '4711' })).body.options).not.toHaveProperty('domain');
    expect((await create('public', { customer: 'co.uk' })).body.options).not.toHaveProperty('domain');
  });

  it('the domain that other options name follows when these change, though the old one is sent back as it was read', async () => {
    const { body } = await create('implied', { customer: 'contoso.example' });
    const moved = await api.as().patch(`/connections/${body.id}`, {
      options: { ...body.options, customer: 'fabrikam.example', client_secret: 'canary-secret' },
    });
    expect([moved.status, moved.body.options.domain]).toEqual([200, 'fabrikam.example']);
    const set = await api.as().patch(`/connections/${body.id}`, { options: { domain: 'own.example' } });
    expect(set.body.options.domain).toBe('own.example');
    const cleared = await api.as().patch(`/connections/${body.id}`, { options: { domain: null } });
    expect(cleared.body.options.domain).toBe('fabrikam.example');
  });

  // covers AUTH0-21
  it('domains of a connection are at most 1000, the primary one included', async () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, i) => `d${i}.example`);
    const most = await create('most', { domain: 'p.example', domain_aliases: aliases(999) });
    expect(most.status).toBe(201);
    const others = { domain: 'q.example', domain_aliases: aliases(1000).join(',').replaceAll('d', 'e') };
    const more = await create('more', others);
    expect([more.status, more.body.errors[0].field]).toEqual([400, 'options.domain_aliases']);
  });

  it.each([
    ['domain', 'gmail.com'],
    ['domain', 'onmicrosoft.com'],
    ['domain', 'co.uk'],
    ['domain', 7],
    ['domain_aliases', ['ok.example', 'localhost']],
    ['domain_aliases', [7]],
    ['domain_aliases', { a: 1 }],
    ['icon_url', 'http://contoso.example/logo.png'],
    ['icon_url', 'https://me:pw@contoso.example/logo.png'],
    ['icon_url', 'https://me@contoso.example/logo.png'],
    ['icon_url', 'https://:pw@contoso.example/logo.png'],
    ['icon_url', 'https://*.example/logo.png'],
    ['icon_url', 'javascript:alert(1)'],
    ['icon_url', `https://contoso.example/${'x'.repeat(255)}`],
    ['set_user_root_attributes', 'sometimes'],
    ['callback', 'https://evil.example'],
    ['restrict_email_domains', 'true'],
    ['client_secret_expires_at', 'tomorrow'],
    ['client_secret_expires_at', '2027-W22-1'],
    ['client_secret_expires_at', '2027-151'],
    ['client_secret_expires_at', '2027-02-30'],
    ['client_secret_expires_at', '2027-05-31T25:00:00Z'],
    ['client_secret_expires_at', '2027-05-31T12:00:00'],
    ['client_secret_expires_at', 1798761600],
  ])('options.%s = %j, which the connection owns, is refused by name', async (field, value) => {
    const answer = await create('wrong', { [field]: value });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toMatch(new RegExp(`^options\\.${field}`));
    expect(answer.body.message).toContain(`options.${field}`);
  });

  it('what the connection owns of its options is taken and given back', async () => {
    const options = {
      icon_url: 'https://contoso.example/logo.png',
      set_user_root_attributes: 'never_on_login',
      callback: 'shared',
      restrict_email_domains: true,
      client_secret_expires_at: '2027-05-31',
    };
    const { body } = await create('all', options);
    expect(body.options).toMatchObject({ ...options, client_secret_expires_at: '2027-05-31T00:00:00.000Z' });
    expect(body.callback_url).toBe('https://hub.example/login/callback');
    // Upstreams that share a callback can pass each other's codes on (mix-up): said, and left to the operator.
    expect(body.warnings).toContainEqual(expect.stringMatching(/^options\.callback is shared: .* set callback to own/));
    const exact = { client_secret_expires_at: '2027-05-31T12:00:00.5+02:00' };
    const again = await api.as().patch(`/connections/${body.id}`, { options: exact });
    expect(again.body.options.client_secret_expires_at).toBe('2027-05-31T10:00:00.500Z');
    const cleared = Object.fromEntries(Object.keys(options).map((name) => [name, null]));
    const after = (await api.as().patch(`/connections/${body.id}`, { options: cleared })).body;
    expect(after.options).toMatchObject({ set_user_root_attributes: 'on_each_login', callback: 'own' });
    expect(after.options).not.toHaveProperty('icon_url');
    expect(after.callback_url).toBe('https://hub.example/login/callback/all');
    expect(after.warnings).not.toContainEqual(expect.stringContaining('callback'));
  });
});
