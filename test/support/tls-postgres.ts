import { connect as connectPlain, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** Length 8 and code 80877103: "may we speak TLS?" (PostgreSQL, frontend/backend protocol, SSLRequest). */
const SSL_REQUEST = Buffer.from('0000000804d2162f', 'hex');

/** PostgreSQL behind TLS: answers SSLRequest, and passes what is inside on to the plain server at `port`. */
export async function tlsPostgres(
  port: number,
  identity: { readonly cert: string; readonly key: string },
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const secureContext = createSecureContext(identity);
  const sockets = new Set<Socket>();
  const server = createServer((raw) => {
    sockets.add(raw);
    raw.on('error', () => undefined);
    raw.once('data', (first) => {
      if (!first.equals(SSL_REQUEST)) return raw.destroy();
      raw.write('S');
      const near = new TLSSocket(raw, { isServer: true, secureContext });
      const far = connectPlain(port, '127.0.0.1');
      for (const socket of [near, far]) socket.on('error', () => undefined).on('close', () => raw.destroy());
      near.on('close', () => far.destroy());
      return near.pipe(far).pipe(near);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
