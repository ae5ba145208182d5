import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { Api } from './api.js';
import { Balancer } from './balancer.js';
import { freePort } from './ports.js';
import { postgresDatabase, type TestDatabase } from './postgres.js';
import { PorticoProcess } from './process.js';
import { TcpProxy } from './tcp-proxy.js';
import type { TestApplication } from './world.js';

const MANAGEMENT_CLIENT = { id: 'operator', secret: 'a-secret-of-the-operator' };

/** Two hub processes on one PostgreSQL database, behind one address, with a sandbox Entra and an application. */
export class Instances {
  private readonly running: (PorticoProcess | undefined)[] = [];
  application: TestApplication = { clientId: '', clientSecret: '', redirectUri: 'http://localhost:9/callback' };
  connectionId = '';

  private constructor(
    readonly issuer: string,
    readonly ports: readonly number[],
    readonly balancer: Balancer,
    readonly sandbox: Sandbox,
    readonly server: TestDatabase,
    /** The instances' way to the database. */
    readonly way: TcpProxy,
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly builds: (string | undefined)[],
  ) {}

  /**
   * Starts both on an empty database: at once, or one after the other where the first ones are of other builds.
   * @param builds the command of each, by its path; those left out are of this build.
   */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    builds: readonly string[] = [],
  ): Promise<Instances> {
    const [port, first, second] = [await freePort(), await freePort(), await freePort()];
    const [sandbox, server, directory] = [
      await startSandbox(),
      await postgresDatabase(),
      await mkdtemp(join(tmpdir(), 'portico-instances-')),
    ];
    const database = new URL(server.url);
    const way = await TcpProxy.to({ host: database.hostname, port: Number(database.port) });
    database.port = String(way.port);
    const balancer = await Balancer.listen(port, [first, second]);
    const issuer = `http://localhost:${port}`;
    const world = new Instances(
      issuer,
      [first, second],
      balancer,
      sandbox,
      server,
      way,
      directory,
      {
        HOST: 'localhost',
        PORTICO_ISSUER: issuer,
        DATABASE_URL: database.href,
        PORTICO_SECRET_KEY: randomBytes(32).toString('base64'),
        PORTICO_MANAGEMENT_CLIENT_ID: MANAGEMENT_CLIENT.id,
        PORTICO_MANAGEMENT_CLIENT_SECRET: MANAGEMENT_CLIENT.secret,
        PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
        ...environment,
      },
      [...builds],
    );
    try {
      if (builds.length > 0) await world.run(0);
      await Promise.all(builds.length > 0 ? [world.run(1)] : [world.run(0), world.run(1)]);
      await world.furnish();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  /** Starts one of them, and waits until it is ready. */
  async run(index: number): Promise<void> {
    const hub = this.command(['start'], index);
    this.running[index] = hub;
    await hub.says('Portico is ready');
  }

  /** From its next start on one of them is of this build. */
  upgrade(index: number): void {
    this.builds[index] = undefined;
  }

  command(args: readonly string[], index = 0, overrides: Readonly<Record<string, string>> = {}): PorticoProcess {
    const environment = {
      ...this.environment,
      ...overrides,
      PORT: String(this.ports[index]),
      PORTICO_DATA_DIR: join(this.directory, `data-${index}`),
    };
    return PorticoProcess.run(args, environment, this.builds[index]);
  }

  /** `kill -9`. */
  async kill(index: number): Promise<void> {
    const hub = this.running[index];
    hub?.kill('SIGKILL');
    await hub?.finished;
    this.running[index] = undefined;
  }

  output(index: number): string {
    return this.running[index]?.output ?? '';
  }

  /** Straight to one of them. */
  at(index: number, path: string, init?: RequestInit): Promise<Response> {
    return fetch(`http://localhost:${this.ports[index]}${path}`, init);
  }

  operator(): Promise<Api> {
    return Api.withCredentials(this.issuer, MANAGEMENT_CLIENT.id, MANAGEMENT_CLIENT.secret);
  }

  async addApplication(): Promise<TestApplication> {
    const { redirectUri } = this.application;
    const api = await this.operator();
    const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    return { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
  }

  async close(): Promise<void> {
    await Promise.all([this.kill(0), this.kill(1)]);
    await Promise.all([this.balancer.close(), this.sandbox.close(), this.way.cut()]);
    await Promise.all([this.server.drop(), rm(this.directory, { recursive: true, force: true })]);
  }

  private async furnish(): Promise<void> {
    this.application = await this.addApplication();
    const { body } = demoConnection(this.sandbox);
    const api = await this.operator();
    const created = await api.expect<{ id: string; callback_url: string; options: { client_id: string } }>(
      201,
      'POST',
      'connections',
      { ...body, enabled_clients: [this.application.clientId] },
    );
    this.sandbox.control.addRedirectUri(created.options.client_id, created.callback_url);
    this.connectionId = created.id;
  }
}
