import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, isUpstream, LoginHub } from '../../test/support/login-hub.js';
import { connectorError, UPSTREAM } from '../../test/support/tiny-connector.js';
import type { AdminConsent } from '../connectors/index.js';

let hub: LoginHub;
let browser: Browser;
/** What reading an answer does. */
let read: AdminConsent['read'];
/** Where the upstream's consent page is. */
let upstream: string;

beforeAll(async () => {
  hub = await LoginHub.start();
});
afterAll(() => hub.close());
beforeEach(() => {
  browser = new Browser();
  upstream = UPSTREAM;
  read = async ({ parameters }) => ({ tenantId: parameters.get('tenant') ?? '', isAdmitted: true });
  add('contoso');
});
afterEach(() => {
  hub.consents.claims.length = 0;
  hub.consents.verified.clear();
  hub.events.all.length = 0;
});

function add(name: string, change: Parameters<LoginHub['addConnection']>[1] = {}): void {
  const connector = hub.addConnection(name, { displayName: 'Contoso', ...change });
  const consent: AdminConsent = {
    begin: async ({ state, callbackUrl }) => `${upstream}?${new URLSearchParams({ state, redirect_uri: callbackUrl })}`,
    read: (answer) => read(answer),
    confirm: async () => false,
    shownBy: () => undefined,
  };
  Object.assign(connector, { adminConsent: () => consent });
  const connection = hub.connections.all.get(name)?.connection;
  if (connection !== undefined) hub.consents.connections.set(connection.id, connection);
}

const link = (ticket = 'good') => `${hub.url}/login/consent/con_contoso?ticket=${ticket}`;
const page = (ticket?: string) => browser.open(link(ticket));
const begin = async () => browser.submit(await page(), {}, undefined, { stopAt: isUpstream });
const answerTo = (begun: Visit, parameters: Readonly<Record<string, string>> = { tenant: 'directory-1' }) => {
  const { searchParams } = begun.url;
  const state = searchParams.get('state') ?? '';
  return `${searchParams.get('redirect_uri')}?${new URLSearchParams({ state, ...parameters })}`;
};
const text = (visit: Visit) => visit.page.querySelector('main')?.structuredText.replace(/\s+/g, ' ') ?? '';

describe('the link for an administrator', () => {
  // covers AUTH0-34
  it('the link for an administrator opens a page that says what for, and begins nothing, however often it is opened', async () => {
    for (let time = 0; time < 3; time += 1) {
      const visit = await page();
      expect([visit.status, visit.page.querySelector('button')?.text]).toEqual([200, 'Continue to tiny']);
      expect(text(visit)).toContain('through “Contoso”');
      expect(visit.headers.get('set-cookie')).toBeNull();
      expect(visit.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('the link for an administrator leads to the upstream by a page, not by a redirect of the form', async () => {
    const begun = await begin();
    expect(isUpstream(begun.url)).toBe(true);
    expect(begun.status).toBe(200);
    expect(begun.headers.get('refresh')).toContain(UPSTREAM);
    expect(begun.url.searchParams.get('redirect_uri')).toBe(`${hub.url}/login/callback/contoso`);
  });

  it.each(['javascript:alert(1)//', 'data:text/html,', 'not a url'])(
    'the link for an administrator never leads to %s',
    async (url) => {
      upstream = url;
      const visit = await begin();
      expect([visit.status, visit.headers.get('refresh'), visit.headers.get('set-cookie')]).toEqual([424, null, null]);
      expect(visit.body).not.toContain(url);
    },
  );

  it('the link for an administrator is a page that says so when it is over, void, or nobody’s', async () => {
    const visit = await page('void');
    expect([visit.status, visit.page.querySelector('button')]).toEqual([404, null]);
    expect(text(visit)).toContain('expired, was replaced');
    const posted = await browser.open(link('void'), { method: 'POST', form: {} });
    expect(posted.status).toBe(404);
  });

  it('the link for an administrator begins nothing for a form of another site', async () => {
    const form = { method: 'POST', form: {}, headers: { 'sec-fetch-site': 'cross-site' } } as const;
    expect((await browser.open(link(), form)).status).toBe(403);
    const own = { ...form, headers: { 'sec-fetch-site': 'same-origin' }, stopAt: isUpstream };
    expect((await browser.open(link(), own)).status).toBe(200);
  });
});

describe('an administrator who comes back', () => {
  // covers MISTAKE-10
  it('an administrator who comes back is thanked, and what they brought is recorded', async () => {
    const visit = await browser.open(answerTo(await begin()));
    expect(visit.status).toBe(200);
    expect(text(visit)).toMatch(/Thank you.*was recorded.*confirmed as soon as it was seen to work.*directory-1/);
    expect(text(visit)).not.toContain('still have to admit');
    expect(hub.consents.claims).toEqual([{ connectionId: 'con_contoso', tenantId: 'directory-1', isAdmitted: true }]);
    expect(hub.requests.outcomes).toEqual([]);
    expect(hub.users.signIns).toEqual([]);
  });

  it('an administrator who comes back reads whether it is confirmed, and whether somebody still has to admit them', async () => {
    hub.consents.verified.add('directory-2');
    read = async () => ({ tenantId: 'directory-2', isAdmitted: false });
    const visit = await browser.open(answerTo(await begin()));
    expect(text(visit)).toMatch(/It was confirmed.*still have to admit/);
  });

  it('an administrator who comes back comes back once, to the browser that went', async () => {
    const answer = answerTo(await begin());
    const stranger = await new Browser().open(answer);
    expect([stranger.status, text(stranger)]).toEqual([400, expect.stringContaining('does not belong to a consent')]);
    expect((await browser.open(answer)).status).toBe(200);
    expect((await browser.open(answer)).status).toBe(400);
    expect(hub.consents.claims).toHaveLength(1);
  });

  it('an administrator who comes back has an hour for it', async () => {
    const [late, inTime] = [answerTo(await begin()), answerTo(await begin())];
    hub.clock.advance(3_599);
    expect((await browser.open(inTime)).status).toBe(200);
    hub.clock.advance(1);
    expect((await browser.open(late)).status).toBe(400);
  });

  it.each([
    [
      'was disabled',
      { isEnabled: false },
      403,
      /switched off or removed meanwhile.*people who run this sign-in service/,
    ],
    ['is another registration now', { revision: 2 }, 409, /settings of this connection were changed.*Open the link/],
    ['has another callback URL now', { callbackKind: 'shared' as const }, 400, /another connection.*Open the link/],
  ])(
    'an administrator who comes back is refused when the connection %s, and reads what became of the consent',
    async (_what, change, status, words) => {
      const answer = answerTo(await begin());
      hub.connections.change('contoso', change);
      const visit = await browser.open(answer);
      expect([visit.status, visit.page.querySelector('h1')?.text]).toEqual([status, 'The consent was not recorded']);
      expect(text(visit)).toMatch(words);
      expect(text(visit)).not.toContain('the application you came from');
      expect(hub.consents.claims).toEqual([]);
    },
  );

  it('who was refused reads so, and the operator too', async () => {
    read = async () => {
      throw connectorError('access_denied', 'person');
    };
    const visit = await browser.open(answerTo(await begin(), { error: 'access_denied' }));
    expect(visit.status).toBe(403);
    expect(text(visit)).toMatch(/The consent was not given.*somebody cancelled.*Open the link/);
    expect(hub.events.all.at(-1)).toMatchObject({
      type: 'w',
      connection: 'contoso',
      details: { reason: 'admin_consent_refused', error: 'access_denied', upstream_code: 'TINY42' },
    });
    expect(visit.body).not.toMatch(/TINY42|raw text/);
  });

  it('an administrator who comes back meets the connector’s own words for everything else', async () => {
    read = async () => {
      throw connectorError('misconfigured', 'operator');
    };
    const visit = await browser.open(answerTo(await begin()));
    expect(visit.status).toBe(400);
    expect(text(visit)).toMatch(
      /The consent was not recorded.*The public sentence of the connector.*Send the reference below/,
    );
  });

  it('an administrator who comes back meets no failure of the hub where the connector breaks its contract', async () => {
    read = async () => {
      throw new TypeError('canary');
    };
    const visit = await browser.open(answerTo(await begin()));
    expect([visit.status, visit.page.querySelector('h1')?.text]).toEqual([424, 'The consent was not recorded']);
    expect(visit.body).not.toContain('canary');
    expect(hub.logger.lines.at(-1)).toMatchObject({ level: 'error', message: 'A connector broke its contract' });
    expect(hub.consents.claims).toEqual([]);
  });

  it('an administrator who comes back signs nobody in, and an answer to a sign-in records no consent, whatever parameters it brings', async () => {
    const [consent, login] = [await begin(), await hub.begin(browser, 'contoso')];
    await browser.open(answerTo(consent, { tenant: 'directory-1', answer: 'alice' }));
    expect([hub.consents.claims.length, hub.requests.outcomes, hub.users.signIns]).toEqual([1, [], []]);
    await browser.open(`${hub.answerTo(login, 'alice')}&tenant=directory-2&admin_consent=True`, { stopAt: isResumed });
    expect(hub.consents.claims).toHaveLength(1);
    expect(hub.users.signIns).toHaveLength(1);
    hub.users.signIns.length = 0;
    hub.requests.outcomes.length = 0;
  });

  it('an administrator who comes back may bring the answer as a form, which is kept like that of a sign-in', async () => {
    const answer = new URL(answerTo(await begin()));
    const posted = await browser.open(`${answer.origin}${answer.pathname}`, {
      method: 'POST',
      form: Object.fromEntries(answer.searchParams),
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([posted.status, hub.consents.claims.map(({ tenantId }) => tenantId)]).toEqual([200, ['directory-1']]);
  });
});
