import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../config/index.js';
import { demoConnection } from '../sandbox/demo-connection.js';
import { startSampleApplication, startSandbox } from '../sandbox/index.js';
import { startHub } from '../serve.js';
import { ManagementApiClient } from './management-api-client.js';
import type { DemoPorts } from './ports.js';

export interface RunningDemo {
  readonly applicationUrl: string;
  readonly hubUrl: string;
  readonly sandboxUrl: string;
  /** The button's text on the login page. */
  readonly button: string;
  /** An address that leads to the connection. */
  readonly address: string;
  close(): Promise<void>;
}

/** What the hub made for the demo, and what the demo needs again when it starts over the same data. */
interface MadeOnce {
  readonly application: { readonly client_id: string; readonly client_secret: string };
  readonly connection: {
    readonly callback_url: string;
    readonly display_name: string;
    readonly options: { readonly client_id: string };
  };
}

/**
 * Starts all of it. When something cannot start, nothing stays running.
 * @param keptData a folder of the hub's data that stays, and is used again by the next start (`npm run dev`). Left out:
 *   the hub's data goes with the demo.
 */
export async function startDemo(ports: DemoPorts, keptData?: string): Promise<RunningDemo> {
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    const dataDir = keptData ?? (await mkdtemp(join(tmpdir(), 'portico-demo-')));
    if (keptData === undefined) started.push(() => rm(dataDir, { recursive: true, force: true }));

    const sandbox = await startSandbox({ port: ports['sandbox-port'] });
    started.push(sandbox.close);

    const hubUrl = `http://localhost:${ports.port}`;
    const config = loadConfig({
      PORT: String(ports.port),
      HOST: 'localhost',
      PORTICO_ISSUER: hubUrl,
      PORTICO_DATA_DIR: dataDir,
      PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    });
    const hub = await startHub(config);
    started.push(hub.close);

    const { body, address } = demoConnection(sandbox);
    const { application, connection } = await once(join(dataDir, 'demo.json'), () =>
      setUp(hubUrl, dataDir, `http://localhost:${ports['app-port']}`, body),
    );
    sandbox.control.addRedirectUri(connection.options.client_id, connection.callback_url);

    const sample = await startSampleApplication({
      port: ports['app-port'],
      issuer: hubUrl,
      clientId: application.client_id,
      clientSecret: application.client_secret,
    });
    started.push(sample.close);
    return {
      applicationUrl: sample.url,
      hubUrl,
      sandboxUrl: sandbox.url,
      button: `Continue with ${connection.display_name}`,
      address,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What `make` made the first time, from then on as it was written to the file. */
async function once(file: string, make: () => Promise<MadeOnce>): Promise<MadeOnce> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as MadeOnce;
  const made = await make();
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** Makes the application and the connection, as an operator's script does. */
async function setUp(hubUrl: string, dataDir: string, applicationUrl: string, connection: object): Promise<MadeOnce> {
  const file = await readFile(join(dataDir, 'management-client.json'), 'utf8');
  const client = JSON.parse(file) as MadeOnce['application'];
  const api = await ManagementApiClient.signIn(hubUrl, client.client_id, client.client_secret);
  const application = await api.post<MadeOnce['application']>('clients', {
    name: 'Sample application',
    app_type: 'regular_web',
    callbacks: [`${applicationUrl}/callback`],
    allowed_logout_urls: [`${applicationUrl}/`],
  });
  const made = { ...connection, enabled_clients: [application.client_id] };
  return { application, connection: await api.post<MadeOnce['connection']>('connections', made) };
}
