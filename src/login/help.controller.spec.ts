import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import { Browser } from '../../test/support/browser.js';
import { LoginHub } from '../../test/support/login-hub.js';
import { TinyConnector } from '../../test/support/tiny-connector.js';
import { type ConnectorDefinition, defineConnector } from '../connectors/index.js';

class TinyOptions {
  @IsOptional()
  @IsString()
  note?: string;
}

function definition(strategy: string, explainError?: ConnectorDefinition['explainError']): ConnectorDefinition {
  return defineConnector({
    interfaceVersion: 1,
    strategy,
    displayName: strategy,
    protocol: 'none',
    options: TinyOptions,
    secrets: [],
    endpointOptions: [],
    create: () => new TinyConnector(),
    ...(explainError && { explainError }),
  });
}

describe('help for a failure at the upstream’s own page', () => {
  let hub: LoginHub;
  const browser = new Browser();

  beforeAll(async () => {
    hub = await LoginHub.start({
      definitions: [
        definition('silent'),
        definition('tiny', (code) =>
          /\bTINY42\b/i.test(code)
            ? {
                code: 'TINY42',
                actor: 'tenant-administrator',
                messageKey: 'tiny.42',
                publicMessage: 'The public explanation.',
              }
            : undefined,
        ),
      ],
    });
  });
  afterAll(() => hub.close());

  it('help for a failure at the upstream’s own page gives general advice and a field for the code', async () => {
    const visit = await browser.open(`${hub.url}/login/help`);
    expect(visit.status).toBe(200);
    expect(visit.headers.get('cache-control')).toBe('no-store');
    expect(visit.page.querySelector('label[for=code]')?.text).toBe('Code from the error page');
    expect(visit.page.querySelectorAll('.advice li').length).toBeGreaterThan(3);
    expect(visit.page.querySelector('.problem')).toBeNull();
  });

  it('help for a failure at the upstream’s own page explains a code that some connector knows, and says who must act', async () => {
    const visit = await browser.submit(await browser.open(`${hub.url}/login/help`), { code: ' tiny42 ' });
    expect(visit.body).toContain('The public explanation.');
    expect(visit.body).toContain('An administrator of your organization has to act.');
  });

  // covers AUTH0-57
  it('help for a failure at the upstream’s own page finds the code in a whole pasted message, and shows only the code again', async () => {
    const code = encodeURIComponent('TINY42: The <b>reply</b> URL does not match.\r\nTrace ID: 1');
    const visit = await browser.open(`${hub.url}/login/help?code=${code}`);
    expect(visit.body).toContain('The public explanation.');
    expect(visit.page.querySelector('#code')?.getAttribute('value')).toBe('TINY42');
    expect(visit.body).not.toContain('reply');
  });

  it('help for a failure at the upstream’s own page says what to do with a code that nobody knows', async () => {
    const visit = await browser.open(`${hub.url}/login/help?code=TINY43`);
    expect(visit.status).toBe(200);
    expect(visit.page.querySelector('.problem')?.text).toContain('We have no explanation for “TINY43”');
  });

  it.each(['%3Cscript%3E', 'x'.repeat(65), `TINY42${'%20x'.repeat(1_000)}`, 'a&code=b', '%00', 'a%20b', '%ff'])(
    'help for a failure at the upstream’s own page asks again for code=%s',
    async (code) => {
      const visit = await browser.open(`${hub.url}/login/help?code=${code}`);
      expect(visit.status).toBe(200);
      expect(visit.page.querySelector('.problem')?.text).toContain('Enter the code alone');
      expect(visit.body).not.toContain('<script');
    },
  );
});
