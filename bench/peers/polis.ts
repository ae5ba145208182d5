import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built, tool } from './cache.js';
import { discoverApplication } from './discover.js';
import type { Peer, RunningPeer, Surroundings } from './peer.js';
import { PeerProcess } from './peer-process.js';
import type { PolisOptions } from './polis-server.js';

const VERSION = '26.2.0';
const server = fileURLToPath(new URL('./polis-server.js', import.meta.url));

/** Polis as a library in the smallest server. It keeps no users and no sessions, and binds a sign-in to no browser. */
export const polises: readonly Peer[] = [
  {
    name: 'polis-memory',
    what: `Polis ${VERSION}: no users kept, no log; everything in memory`,
    needsDatabase: false,
    start,
  },
  { name: 'polis-pg', what: `Polis ${VERSION}: no users kept, no log; waits for the disk`, needsDatabase: true, start },
];

async function start({ upstream, port, folder, node, database }: Surroundings): Promise<RunningPeer> {
  const installed = await built(`polis-${VERSION}`, install);
  const options: PolisOptions = { port, upstream, installed, ...(database && { database: database.url }) };
  const base = `http://127.0.0.1:${port}`;
  const url = `${base}/.well-known/openid-configuration`;
  const polis = await PeerProcess.start({ program: node, args: [server, JSON.stringify(options)], folder, url });
  const client = (await (await fetch(`${base}/client`)).json()) as { clientId: string; clientSecret: string };
  const application = await discoverApplication(url, { ...client, named: {} });
  return { application, processes: polis.processes, stop: () => polis.stop() };
}

/** No package of it needs its install script for what is used here. */
async function install(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const packages = [`@boxyhq/saml-jackson@${VERSION}`, 'express@5'];
  await tool('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: folder });
}
