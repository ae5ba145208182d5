import { createServer } from 'node:net';
import { errorCode } from '../common/error-code.js';

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
