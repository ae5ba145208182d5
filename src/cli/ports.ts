import { createServer } from 'node:net';
import { errorCode } from '../common/errors.js';
import { StartupError } from '../config/index.js';
import { portOptions } from './arguments.js';

const DEFAULT_PORTS = { port: 3000, 'app-port': 3001, 'sandbox-port': 3002 } as const;
/** Where the demo's hub, sample application and sandbox listen. */
export type DemoPorts = Readonly<Record<keyof typeof DEFAULT_PORTS, number>>;

/** The ports that the command line chose, and the usual ones. */
export function demoPorts(args: readonly string[]): DemoPorts {
  return portOptions<keyof typeof DEFAULT_PORTS>(args, DEFAULT_PORTS);
}

/**
 * Looks at all three, so that one answer is enough to choose from.
 * @throws {StartupError} when ports are in use: it says which, and how to choose others.
 */
export async function assertUsable(ports: DemoPorts): Promise<void> {
  const obstacles = new Map<number, string>();
  for (const port of Object.values(ports)) {
    const obstacle = await portObstacle(port);
    if (obstacle !== undefined) obstacles.set(port, obstacle);
  }
  if (obstacles.size === 0) return;
  const taken = new Set(Object.values(ports));
  const options: string[] = [];
  for (const name of Object.keys(DEFAULT_PORTS) as (keyof DemoPorts)[]) {
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

/** Both: a browser may open `localhost` at either, and meet somebody else's server there. */
const LOOPBACK = ['127.0.0.1', '::1'];

/** Why nobody can listen on this port of the machine's loopback interfaces (`EADDRINUSE`, `EACCES`); undefined: one can. */
export async function portObstacle(port: number): Promise<string | undefined> {
  for (const host of LOOPBACK) {
    const obstacle = await tryToListen(port, host);
    if (obstacle === 'EADDRINUSE' || obstacle === 'EACCES') return obstacle;
  }
  return undefined;
}

/** The next port that is free, 1000 by 1000 as far as there are any, and none of `taken`. */
export async function alternativePort(port: number, taken: ReadonlySet<number>): Promise<number> {
  for (let step = 1; step < 60; step += 1) {
    const candidate = 1024 + ((port + 1000 * step - 1024) % (65_536 - 1024));
    if (!taken.has(candidate) && (await portObstacle(candidate)) === undefined) return candidate;
  }
  return port;
}

function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errorCode(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
