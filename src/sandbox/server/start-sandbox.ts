/** Starts a sandbox Entra: one http or https server on a loopback address. */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Clock, SystemClock } from '../../common/clock.js';
import { SandboxControl } from '../control/sandbox-control.js';
import { KeyRing } from '../keys/key-ring.js';
import { loadSeed } from '../seed/load-seed.js';
import type { Seed } from '../seed/seed.js';
import { assertNotProduction, close, LOOPBACK_HOSTS, listen } from './loopback-server.js';
import { createSandboxApplication } from './sandbox-application.js';
import type { SandboxLogger } from './sandbox-logger.js';
import { SandboxState } from './state.js';

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
