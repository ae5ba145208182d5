import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

/** Starts all of it. When something cannot start, nothing stays running. */
export async function startDemo(ports: DemoPorts): Promise<RunningDemo> {
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
