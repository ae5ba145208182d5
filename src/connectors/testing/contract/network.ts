/** Tells the connector's own connections from those made for it through its runtime. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';

const place = new AsyncLocalStorage<'connector' | 'runtime'>();

/** Runs code of the connector's. */
export const fromConnector = <T>(body: () => T): T => place.run('connector', body);
/** Runs what the connector's runtime does for it. */
export const fromRuntime = <T>(body: () => T): T => place.run('runtime', body);

/**
 * How often the connector opened a connection past its runtime while `body` ran. None is really opened: not by
 * `fetch`, not by `node:http`, not by a library.
 */
export async function connectionsPastRuntime(body: () => Promise<void>): Promise<number> {
  let count = 0;
  const connect = Socket.prototype.connect;
  const watched = function (this: Socket, ...rest: unknown[]): Socket {
    if (place.getStore() !== 'connector') return Reflect.apply(connect, this, rest) as Socket;
    count += 1;
    throw new Error('This connector opens connections past its runtime.');
  };
  Socket.prototype.connect = watched as typeof connect;
  try {
    await body();
  } finally {
    Socket.prototype.connect = connect;
  }
  return count;
}
