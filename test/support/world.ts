import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type PorticoConfig } from '../../src/config/index.js';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type RunningHub, startHub } from '../../src/serve.js';
import { Api } from './api.js';
import { freePort } from './ports.js';

export interface WorldOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly hub?: Parameters<typeof startHub>[1];
  /** Without the connection "contoso". */
  readonly withoutConnection?: boolean;
}

export interface TestApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** A hub, a sandbox Entra and an application, as real servers on loopback. */
export class World {
  private constructor(
    readonly config: PorticoConfig,
    readonly hub: RunningHub,
    readonly sandbox: Sandbox,
    readonly api: Api,
    readonly application: TestApplication,
    /** Id of the connection "contoso"; empty without one. */
    readonly connectionId: string,
  ) {}

  get issuer(): string {
    return this.config.issuer;
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const [port, dataDir, sandbox] = await Promise.all([
      freePort(),
      mkdtemp(join(tmpdir(), 'portico-e2e-')),
      startSandbox(),
    ]);
    const config = loadConfig({
      PORT: String(port),
      HOST: 'localhost',
      PORTICO_ISSUER: `http://localhost:${port}`,
      PORTICO_DATA_DIR: dataDir,
      PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
      LOG_LEVEL: 'silent',
      ...options.environment,
    });
    const hub = await startHub(config, options.hub);
    const api = await Api.signIn(config.issuer, join(dataDir, 'management-client.json'));
    const redirectUri = 'http://localhost:9/callback';
    const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [redirectUri],
      allowed_logout_urls: ['http://localhost:9/'],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const application = { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
    const world = new World(config, hub, sandbox, api, application, '');
    if (options.withoutConnection === true) return world;
    const id = await world.connect({});
    return new World(config, hub, sandbox, api, application, id);
  }

  /** Creates a connection to Contoso through the REST API, registers its callback URL at the sandbox, and answers its id. */
  async connect(overrides: {
    readonly [key: string]: unknown;
    readonly options?: Readonly<Record<string, unknown>>;
  }): Promise<string> {
    const { body } = demoConnection(this.sandbox);
    const answer = await this.api.expect<{ id: string; callback_url: string; options: { client_id: string } }>(
      201,
      'POST',
      'connections',
      {
        ...body,
        enabled_clients: [this.application.clientId],
        ...overrides,
        options: { ...(body.options as object), ...overrides.options },
      },
    );
    this.sandbox.control.addRedirectUri(answer.options.client_id, answer.callback_url);
    return answer.id;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.sandbox.close();
    await rm(this.config.dataDir, { recursive: true, force: true });
  }

  readData(file: string): Promise<Buffer> {
    return readFile(join(this.config.dataDir, file));
  }
}
