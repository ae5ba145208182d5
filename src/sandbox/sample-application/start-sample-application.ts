/**
 * A small web application that signs people in through the hub: authorization code with PKCE, state and nonce by
 * `openid-client`, then shows the verified claims. For the demo and tests; loopback only.
 */
import { createServer } from 'node:http';
import express from 'express';
import { assertNotProduction, close, LOOPBACK_HOSTS, listen } from '../server/loopback-server.js';
import type { SandboxLogger } from '../server/sandbox-logger.js';
import { styleSheet } from '../server/style-sheet.js';
import { HubClient } from './hub-client.js';
import { sampleRoutes } from './sample.routes.js';

export interface SampleApplicationOptions {
  /** A loopback host; `localhost` unless given. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** The hub's issuer. It is asked for its discovery document at the first sign-in, not at start. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** `openid profile email` unless given. */
  readonly scope?: string;
  readonly logger?: SandboxLogger;
}

export interface SampleApplication {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** What has to be registered at the hub. */
  readonly callbackUrl: string;
  /** Where the hub may lead people after they signed out; to be registered too. */
  readonly signedOutUrl: string;
  close(): Promise<void>;
}

const STYLE_SHEET = new URL('../pages/sandbox.css', import.meta.url);

/** @throws Error in production, on a host that is not loopback, and when the port is taken (`EADDRINUSE`). */
export async function startSampleApplication(options: SampleApplicationOptions): Promise<SampleApplication> {
  assertNotProduction('The sample application');
  const host = options.host ?? 'localhost';
  if (!LOOPBACK_HOSTS.includes(host))
    throw new Error(`The sample application listens on loopback only, not on "${host}".`);
  const application = express();
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  const server = createServer(application);
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host === '::1' ? '[::1]' : host}:${port}`;
  const client = new HubClient({ ...options, callbackUrl: `${url}/callback`, signedOutUrl: `${url}/` });
  styleSheet(application, '/assets/sandbox.css', STYLE_SHEET);
  application.use(sampleRoutes(client, url, options.logger));
  options.logger?.info({ url }, 'The sample application is listening');
  return { url, callbackUrl: `${url}/callback`, signedOutUrl: `${url}/`, close: () => close(server) };
}
