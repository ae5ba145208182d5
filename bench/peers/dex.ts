import { chmod, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REDIRECT_URI } from '../driver/application.js';
import { built, tool } from './cache.js';
import { discoverApplication } from './discover.js';
import type { Peer, Surroundings } from './peer.js';
import { PeerProcess } from './peer-process.js';

/** The module proxy has no release of version 2 under this name, but this commit of its main branch. */
const MODULE = 'github.com/dexidp/dex';
const VERSION = 'v0.0.0-20260806151424-ab64ed778070';
const COMMIT = 'ab64ed778070';
const CLIENT = { clientId: 'app', clientSecret: 'app-secret' };

type Storage = (surroundings: Surroundings) => object;

const STORAGES: Readonly<Record<string, Storage>> = {
  memory: () => ({ type: 'memory' }),
  sqlite: ({ folder }) => ({ type: 'sqlite3', config: { file: join(folder, 'dex.db') } }),
  pg: ({ database }) => {
    const { hostname, port, pathname, username, password } = new URL(database?.url ?? '');
    const server = { host: hostname, port: Number(port), database: pathname.slice(1) };
    return { type: 'postgres', config: { ...server, user: username, password, ssl: { mode: 'disable' } } };
  },
};

/** Dex, over each of its storages that people run it on. It keeps no users, signs two tokens a sign-in, and logs little. */
export const dexes: readonly Peer[] = Object.entries(STORAGES).map(([name, storage]) => ({
  name: `dex-${name}`,
  what: `Dex ${COMMIT}: no users kept; ${name === 'memory' ? 'nothing kept at all' : 'waits for the disk'}`,
  needsDatabase: name === 'pg',
  start: (surroundings) => start(surroundings, storage(surroundings)),
}));

async function start({ upstream, port, folder }: Surroundings, storage: object) {
  const issuer = `http://127.0.0.1:${port}/dex`;
  const configuration = {
    issuer,
    storage,
    web: { http: `127.0.0.1:${port}` },
    oauth2: { skipApprovalScreen: true },
    connectors: [
      {
        type: 'oidc',
        id: 'contoso',
        name: 'Contoso',
        config: {
          issuer: upstream.url,
          clientID: upstream.clientId,
          clientSecret: upstream.clientSecret,
          redirectURI: `${issuer}/callback`,
          scopes: ['profile', 'email'],
        },
      },
    ],
    staticClients: [
      { id: CLIENT.clientId, secret: CLIENT.clientSecret, name: 'Benchmark', redirectURIs: [REDIRECT_URI] },
    ],
  };
  // JSON is YAML.
  const file = join(folder, 'config.yaml');
  await writeFile(file, JSON.stringify(configuration));
  const url = `${issuer}/.well-known/openid-configuration`;
  const program = join(await built(`dex-${COMMIT}`, build), 'dex');
  const dex = await PeerProcess.start({ program, args: ['serve', file], folder, url });
  const application = await discoverApplication(url, { ...CLIENT, named: { connector_id: 'contoso' } });
  return { application, processes: dex.processes, stop: () => dex.stop() };
}

/** With cgo, for SQLite. The module is made for its repository, where a part of it lies beside: here both are fetched. */
async function build(folder: string): Promise<void> {
  const environment = { CGO_ENABLED: '1', GOFLAGS: '-mod=mod -buildvcs=false' };
  const go = (args: readonly string[], cwd: string) => tool('go', args, { cwd, environment });
  const { Dir: module } = JSON.parse(await go(['mod', 'download', '-json', `${MODULE}@${VERSION}`], folder));
  const source = join(folder, 'source');
  await cp(module, source, { recursive: true });
  // The module cache is read-only.
  for (const name of ['.', 'go.mod', 'go.sum']) await chmod(join(source, name), 0o755);
  await go(['mod', 'edit', '-dropreplace', `${MODULE}/api/v2`], source);
  await go(['get', `${MODULE}/api/v2@${COMMIT}`], source);
  await go(['build', '-o', join(folder, 'dex'), './cmd/dex'], source);
}
