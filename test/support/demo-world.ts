import { type SampleApplication, startSampleApplication } from '../../src/sandbox/index.js';
import { freePort } from './ports.js';
import { type TestApplication, World, type WorldOptions } from './world.js';

export interface DemoOptions {
  /** Name of the sample application. */
  readonly name?: string;
  readonly scope?: string;
  readonly world?: WorldOptions;
}

/** A world with the sample application as a real server: what `npm run demo` starts, with the API and the sandbox in reach. */
export class DemoWorld {
  private constructor(
    readonly world: World,
    readonly sample: SampleApplication,
    readonly application: TestApplication,
  ) {}

  static async start(options: DemoOptions = {}): Promise<DemoWorld> {
    const { name = 'Sample application', scope } = options;
    const [world, port] = await Promise.all([World.start(options.world), freePort()]);
    const url = `http://localhost:${port}`;
    const redirectUri = `${url}/callback`;
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name,
      app_type: 'regular_web',
      callbacks: [redirectUri],
      allowed_logout_urls: [`${url}/`],
    });
    const application = { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
    const sample = await startSampleApplication({
      port,
      issuer: world.issuer,
      ...application,
      ...(scope !== undefined && { scope }),
    });
    const demo = new DemoWorld(world, sample, application);
    await demo.enable(world.connectionId);
    return demo;
  }

  /** Lets the sample application use a connection. */
  async enable(connectionId: string): Promise<void> {
    const changes = [{ client_id: this.application.clientId, status: true }];
    await this.world.api.expect(204, 'PATCH', `connections/${connectionId}/clients`, changes);
  }

  async close(): Promise<void> {
    await this.sample.close();
    await this.world.close();
  }
}
