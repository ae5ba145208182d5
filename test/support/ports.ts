import { createServer } from 'node:net';

/** Ports of other protocols that `fetch` refuses (Fetch standard, "port blocking"), above those of the system. */
const BLOCKED: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** A port of the loopback interface that was free a moment ago, and that `fetch` speaks to. */
export async function freePort(): Promise<number> {
  const port = await anyPort();
  return BLOCKED.has(port) ? freePort() : port;
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
