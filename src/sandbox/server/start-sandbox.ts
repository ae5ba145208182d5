/** Starts a sandbox Entra: one http or https server on a loopback address, with all of the sandbox's routes. */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { type Clock, SystemClock } from '../../common/clock.js';
import { errorStatus } from '../../common/errors.js';
import { adminConsentRoutes } from '../authorize/admin-consent.routes.js';
import { authorizeRoutes } from '../authorize/authorize.routes.js';
import { logoutRoutes } from '../authorize/logout.routes.js';
import { controlRoutes } from '../control/control.routes.js';
import { SandboxControl } from '../control/sandbox-control.js';
import { resourceRoutes } from '../graph/resource.routes.js';
import { frontRoutes } from '../pages/front.routes.js';
import { loadSeed } from '../seed/load-seed.js';
import type { Seed } from '../seed/seed.js';
import { tokenRoutes } from '../token/token.routes.js';
import { KeyRing } from '../world/key-ring.js';
import { type SandboxLogger, SandboxState } from '../world/state.js';
import { assertNotProduction, close, LOOPBACK_HOSTS, listen, serveStyleSheet } from './loopback-server.js';
import { metadataRoutes } from './metadata.routes.js';

export interface SandboxOptions {
  /** A loopback host; `127.0.0.1` unless given, so that a hub on `localhost` is another site. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** PEM; https when given. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** The seed that ships with the sandbox unless given. */
  readonly seed?: Seed;
  readonly clock?: Clock;
  readonly logger?: SandboxLogger;
}

export interface Sandbox {
  /** Origin, without a trailing slash: what a connection's `cloud_instance` is set to. */
  readonly url: string;
  readonly seed: Seed;
  /** The control endpoint's twin for the same process. */
  readonly control: SandboxControl;
  /** Ends all connections, also those that the sandbox was told to leave hanging. */
  close(): Promise<void>;
}

/**
 * @throws Error in production, on a host that is not loopback, and when the port is taken (`code` is `EADDRINUSE`).
 * @throws SeedError
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  assertNotProduction('The sandbox Entra');
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK_HOSTS.includes(host))
    throw new Error(`The sandbox Entra lets anybody in, so it listens on loopback only, not on "${host}".`);
  const clock = options.clock ?? new SystemClock();
  const seed = options.seed ?? loadSeed();
  const state = new SandboxState(seed, await KeyRing.create(clock.now()), clock);
  const control = new SandboxControl(state);
  const application = createSandboxApplication(state, control, options.logger);
  const server = options.tls === undefined ? createServer(application) : createTlsServer(options.tls, application);
  const port = await listen(server, options.port ?? 0, host);
  const scheme = options.tls === undefined ? 'http' : 'https';
  state.base = `${scheme}://${host === '::1' ? '[::1]' : host}:${port}`;
  options.logger?.info({ url: state.base }, 'The sandbox Entra is listening');
  return { url: state.base, seed, control, close: () => close(server) };
}

export function createSandboxApplication(
  state: SandboxState,
  control: SandboxControl,
  logger: SandboxLogger | undefined,
): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('query parser', 'simple');
  serveStyleSheet(application, '/assets/sandbox.css');
  application.use(express.text({ type: 'application/x-www-form-urlencoded', limit: '256kb' }));
  application.use(state.requests.middleware);
  application.use(controlRoutes(control));
  application.use(frontRoutes(state));
  application.use(metadataRoutes(state));
  application.use(tokenRoutes(state));
  application.use(logoutRoutes(state));
  application.use(adminConsentRoutes(state));
  application.use(resourceRoutes(state));
  application.use(authorizeRoutes(state));
  application.use((_request, response) => {
    response.status(404).type('text').send('The sandbox Entra has nothing at this address.');
  });
  const lastResort: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const known = errorStatus(error) ?? 500;
    const status = known >= 400 && known < 500 ? known : 500;
    if (status === 500) logger?.error({ err: error }, 'The sandbox Entra failed');
    response.status(status).json({ error: status === 500 ? 'server_error' : 'invalid_request' });
  };
  application.use(lastResort);
  return application;
}
