import { CorpHosts } from './corp-hosts.js';
import { freePort } from './ports.js';
import { type Authorization, authorization, redeem } from './sign-in.js';
import { type TestApplication, World } from './world.js';

/**
 * A hub on https at `login.corp.test`, its portal at `app.corp.test`, and an attacker's host beside them. This process
 * reaches the hub by its public URL, too, through `fetch`; browsers come through the hosts.
 */
export class CorpWorld {
  private constructor(
    readonly hosts: CorpHosts,
    readonly world: World,
    readonly portal: TestApplication,
    private readonly network: typeof globalThis.fetch,
  ) {}

  static async start(): Promise<CorpWorld> {
    const [port, hubPort] = [await freePort(), await freePort()];
    const hosts = await CorpHosts.listen(port, hubPort);
    const network = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      return url.startsWith(`${hosts.hub}/`)
        ? network(url.replace(hosts.hub, `http://localhost:${hubPort}`), init)
        : network(input, init);
    };
    const world = await World.start({ environment: { PORT: String(hubPort), PORTICO_ISSUER: hosts.hub } });
    const { client_id, client_secret } = await world.api.expect<{ client_id: string; client_secret: string }>(
      201,
      'POST',
      'clients',
      { name: 'Portal', app_type: 'regular_web', callbacks: [hosts.callback] },
    );
    // With a second one there is something to choose, and a page to choose on.
    const second = await world.connect({
      name: 'second',
      display_name: 'Second',
      options: { domain: 'second.example', domain_aliases: [] },
    });
    for (const id of [world.connectionId, second])
      await world.api.expect(204, 'PATCH', `connections/${id}/clients`, [{ client_id, status: true }]);
    const portal = { clientId: client_id, clientSecret: client_secret, redirectUri: hosts.callback };
    return new CorpWorld(hosts, world, portal, network);
  }

  /** An authorization request of the portal. */
  ask(parameters: Readonly<Record<string, string>> = {}): Authorization {
    return authorization(this.world, parameters, this.portal);
  }

  /** Whom the code that came to the portal is for. */
  async nameAt(url: URL, request: Authorization): Promise<unknown> {
    const visit = { url, trail: [url], body: '' } as unknown as Parameters<typeof redeem>[1];
    return (await redeem(this.world, visit, request, this.portal)).claims.preferred_username;
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.hosts.close();
    globalThis.fetch = this.network;
  }
}
