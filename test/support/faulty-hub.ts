import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { Sqlite } from '../../src/storage/sqlite.js';
import { Api } from './api.js';
import { HubProcesses } from './hub-processes.js';
import type { PorticoProcess } from './process.js';
import type { TestApplication } from './world.js';

const preload = resolve(import.meta.dirname, 'sqlite-faults.mjs');

/** What is kept of sign-ins, each by what it is recognised by. */
const QUERIES = {
  interactions: `select id_hash as id from oidc_artifacts where model = 'Interaction'`,
  pendingLogins: 'select state_hash as id from pending_logins',
  codes: `select id_hash as id from oidc_artifacts where model = 'AuthorizationCode'`,
  sessions: `select id_hash as id from oidc_artifacts where model = 'Session'`,
  countedLogins: `select id || ' ' || logins_count as id from users`,
  successEvents: `select log_id as id from events where type = 's'`,
  usedCodes: `select id_hash as id from oidc_artifacts where model = 'AuthorizationCode' and consumed_at is not null`,
  accessTokens: `select id_hash as id from oidc_artifacts where model = 'AccessToken'`,
  exchangeEvents: `select log_id as id from events where type = 'seacft'`,
} as const;

/** What of each kind a data directory holds. */
export type Kept = Readonly<Record<keyof typeof QUERIES, ReadonlySet<unknown>>>;

/** A hub as a process on the embedded engine, whose SQLite fails where a test says, with a sandbox Entra and an application. */
export class FaultyHub {
  private constructor(
    private readonly hubs: HubProcesses,
    readonly sandbox: Sandbox,
    private process: PorticoProcess,
    readonly application: TestApplication,
  ) {}

  static async start(): Promise<FaultyHub> {
    const [hubs, sandbox] = await Promise.all([HubProcesses.prepare(), startSandbox()]);
    try {
      return await FaultyHub.furnished(hubs, sandbox);
    } catch (error) {
      await Promise.all([hubs.remove(), sandbox.close()]);
      throw error;
    }
  }

  private static async furnished(hubs: HubProcesses, sandbox: Sandbox): Promise<FaultyHub> {
    const running = await hubs.start(environmentOf(hubs, sandbox));
    const api = await Api.signIn(hubs.issuer, hubs.clientFile);
    const redirectUri = 'http://localhost:9/callback';
    const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const { body } = demoConnection(sandbox);
    const connection = await api.expect<{ callback_url: string; options: { client_id: string } }>(
      201,
      'POST',
      'connections',
      { ...body, enabled_clients: [client.client_id] },
    );
    sandbox.control.addRedirectUri(connection.options.client_id, connection.callback_url);
    const application = { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
    return new FaultyHub(hubs, sandbox, running, application);
  }

  get issuer(): string {
    return this.hubs.issuer;
  }

  /** @param fault as `sqlite-faults.mjs` reads it. */
  arm(fault: number | 'full' | 'full, undone'): Promise<void> {
    return writeFile(faultFileOf(this.hubs), String(fault));
  }

  disarm(): Promise<void> {
    return rm(faultFileOf(this.hubs), { force: true });
  }

  /** Waits for its end, and starts it again on what it left. @returns where it was killed. */
  async startAgain(): Promise<string> {
    const { signal, output } = await this.process.finished;
    const [, place] = /^killed (.*)$/m.exec(output) ?? [];
    if (signal !== 'SIGKILL' || place === undefined) throw new Error(`The hub was not killed:\n${output}`);
    await this.disarm();
    this.process = await this.hubs.start(environmentOf(this.hubs, this.sandbox));
    return place;
  }

  /** What it has said since it started. */
  get output(): string {
    return this.process.output;
  }

  /** Looks at a copy, which the hub cannot know of. */
  async kept(): Promise<Kept> {
    const directory = await mkdtemp(join(tmpdir(), 'portico-copy-'));
    const [from, to] = [join(this.hubs.dataDir, 'portico.db'), join(directory, 'portico.db')];
    for (const part of ['', '-wal']) await copyFile(from + part, to + part);
    const copy = new Sqlite(to);
    try {
      const found = Object.entries(QUERIES).map(([name, query]) => {
        const rows = copy.prepare(query).all([]);
        return [name, new Set(rows.map(({ id }) => id))];
      });
      return Object.fromEntries(found) as Kept;
    } finally {
      copy.close();
      await rm(directory, { recursive: true });
    }
  }

  async close(): Promise<void> {
    await this.hubs.remove();
    await this.sandbox.close();
  }
}

function faultFileOf({ dataDir }: HubProcesses): string {
  return `${dataDir}.fault`;
}

function environmentOf(hubs: HubProcesses, sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import=${preload}`,
    SQLITE_FAULT_FILE: faultFileOf(hubs),
    PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
  };
}
