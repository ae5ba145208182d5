import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, StartupError } from '../config/index.js';
import { demoConnection } from '../sandbox/demo-connection.js';
import { startSampleApplication, startSandbox } from '../sandbox/index.js';
import { startHub } from '../serve.js';
import { portOptions } from './arguments.js';
import { alternativePort, portObstacle } from './free-ports.js';
import { ManagementApiClient } from './management-api-client.js';
import { onStopSignal } from './stop-signals.js';

const DEFAULT_PORTS = { port: 3000, 'app-port': 3001, 'sandbox-port': 3002 } as const;
type Ports = Readonly<Record<keyof typeof DEFAULT_PORTS, number>>;

/**
 * `portico demo`: a hub on a database of its own, a sandbox Entra and a sample application on this machine, with a
 * connection made through the real REST API. Prints one URL, and leaves nothing behind.
 */
export async function demo(args: readonly string[]): Promise<void> {
  const starting = startDemo(portOptions<keyof typeof DEFAULT_PORTS>(args, DEFAULT_PORTS));
  // From the first moment, and for a closed terminal too: it promises to leave nothing behind.
  onStopSignal(async () => (await starting.catch(() => undefined))?.close(), { alsoOn: ['SIGHUP'] });
  const running = await starting;
  process.stdout.write(`
  Portico is running, with a sandbox in the place of Microsoft. Open this and press "Sign in":

      ${running.applicationUrl}

  Then press "${running.button}", or type an address such as ${running.address}.
  hub ${running.hubUrl}   management API ${running.hubUrl}/api/docs   sandbox ${running.sandboxUrl}
  Ctrl-C stops everything.

`);
}

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

/** @throws {StartupError} when ports are in use: it says which, and how to choose others. Nothing stays running then. */
export async function startDemo(ports: Ports): Promise<RunningDemo> {
  await assertUsable(ports);
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-demo-'));
    started.push(() => rm(dataDir, { recursive: true, force: true }));

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

    const firstClient = JSON.parse(await readFile(join(dataDir, 'management-client.json'), 'utf8')) as FirstClient;
    const api = await ManagementApiClient.signIn(hubUrl, firstClient.client_id, firstClient.client_secret);
    const applicationUrl = `http://localhost:${ports['app-port']}`;
    const application = await api.post<{ client_id: string; client_secret: string }>('clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [`${applicationUrl}/callback`],
      allowed_logout_urls: [`${applicationUrl}/`],
    });
    const { body, address } = demoConnection(sandbox);
    const connection = await api.post<{ callback_url: string; display_name: string; options: { client_id: string } }>(
      'connections',
      {
        ...body,
        enabled_clients: [application.client_id],
      },
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

interface FirstClient {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Looks at all three, so that one answer is enough to choose from. */
async function assertUsable(ports: Ports): Promise<void> {
  const obstacles = new Map<number, string>();
  for (const port of Object.values(ports)) {
    const obstacle = await portObstacle(port);
    if (obstacle !== undefined) obstacles.set(port, obstacle);
  }
  if (obstacles.size === 0) return;
  const taken = new Set(Object.values(ports));
  const options: string[] = [];
  for (const name of Object.keys(DEFAULT_PORTS) as (keyof Ports)[]) {
    const port = obstacles.has(ports[name]) ? await alternativePort(ports[name], taken) : ports[name];
    taken.add(port);
    if (port !== DEFAULT_PORTS[name]) options.push(`--${name} ${port}`);
  }
  const what = [...obstacles].map(([port, code]) =>
    code === 'EADDRINUSE'
      ? `Port ${port} is in use, perhaps by another demo.`
      : `Port ${port} is not for everybody to listen on (${code}).`,
  );
  // npm says under which name it runs a script, and nothing when the command was called by itself.
  const command = process.env.npm_lifecycle_event === 'demo' ? 'npm run demo --' : 'portico demo';
  throw new StartupError(`${what.join('\n')}\nStop what listens there, or choose: ${command} ${options.join(' ')}`);
}
