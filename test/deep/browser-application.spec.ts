import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeInChromium, type Visitor } from '../support/chromium.js';
import { freePort } from '../support/ports.js';
import { serveText, type TextServer } from '../support/text-server.js';
import { World } from '../support/world.js';

/** The library's build for a script tag: the global `oidc`. */
const entry = createRequire(import.meta.url).resolve('oidc-client-ts');
const LIBRARY = readFileSync(entry.replace(/dist[/\\].*$/, 'dist/browser/oidc-client-ts.min.js'), 'utf8');

/** A page that signs in when it is opened, and when it is come back to shows who it is, before and after a refresh. */
const pageOf = (issuer: string, clientId: string, origin: string): string => `<!doctype html><title>waiting</title>
<script>${LIBRARY}</script>
<script>
const user = new oidc.UserManager({
  authority: ${JSON.stringify(issuer)}, client_id: ${JSON.stringify(clientId)}, redirect_uri: ${JSON.stringify(`${origin}/callback`)},
  scope: 'openid profile email offline_access', loadUserInfo: true, automaticSilentRenew: false,
});
(async () => {
  if (location.pathname !== '/callback') return user.signinRedirect();
  const first = await user.signinRedirectCallback();
  const second = await user.signinSilent();
  document.title = [first.profile.email, second.profile.email, first.access_token !== second.access_token].join(' ');
})().catch((error) => { document.title = 'failed: ' + error.message; });
</script>`;

describeInChromium('a browser application with oidc-client-ts', (chromium) => {
  let world: World;
  let connectionId: string;
  let visitor: Visitor;
  beforeAll(async () => {
    world = await World.start({ withoutConnection: true });
    connectionId = await world.connect({});
    visitor = await chromium.visitor();
  });
  afterAll(async () => {
    await visitor?.leave();
    await world?.close();
  });

  /** What the page says in the end, of an application with these browser origins. */
  async function signIn(webOrigins: (origin: string) => readonly string[]): Promise<string> {
    await visitor.startOver();
    const origin = `http://localhost:${await freePort()}`;
    const { client_id } = await world.api.expect<{ client_id: string }>(201, 'POST', 'clients', {
      name: 'SPA',
      app_type: 'spa',
      callbacks: [`${origin}/callback`],
      web_origins: webOrigins(origin),
    });
    await world.api.expect(204, 'PATCH', `connections/${connectionId}/clients`, [{ client_id, status: true }]);
    const server: TextServer = await serveText(origin, pageOf(world.issuer, client_id, origin));
    try {
      const { page } = visitor;
      await page.goto(origin);
      await page.getByRole('link', { name: 'Continue with Contoso' }).click();
      await page.getByRole('button', { name: 'Adele Vance' }).click();
      await page.waitForFunction('document.title !== "waiting" && location.pathname === "/callback"');
      return await page.title();
    } finally {
      await server.close();
    }
  }

  describe('on another origin than the hub', () => {
    // covers OPENMETADATA-01
    it('an application in the browser, on another origin than the hub, signs in with PKCE, reads userinfo and refreshes, without a secret', async () => {
      expect(await signIn((origin) => [origin])).toBe('adele@contoso.com adele@contoso.com true');
      expect(visitor.complaints).toEqual([]);
    });

    it('an application in the browser, on another origin than the hub, gets no token where its origin is not registered', async () => {
      expect(await signIn(() => ['http://localhost:9'])).toMatch(/^failed: /);
    });
  });
});
