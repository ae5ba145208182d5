/** Once for each test run: whoever needs PostgreSQL asks the supervisor at this address, which starts it then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export default async function setUp() {
  const script = fileURLToPath(new URL('./postgres-supervisor.mjs', import.meta.url));
  const memory = memoryDirectory();
  if (memory !== undefined) process.env.TMPDIR = memory;
  const supervisor = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env: withoutFlags() });
  const [address] = await Promise.race([
    once(supervisor.stdout.setEncoding('utf8'), 'data'),
    once(supervisor, 'exit').then(([code]) => {
      throw new Error(`The supervisor of PostgreSQL ended with ${code}.`);
    }),
  ]);
  process.env.PORTICO_TEST_POSTGRES = address.trim();
  globalThis.tearDownPostgres = async () => {
    const end = once(supervisor, 'exit');
    supervisor.stdin.end();
    await end;
    if (memory !== undefined) rmSync(memory, { recursive: true, force: true });
  };
}

/** NODE_OPTIONS are for jest. */
function withoutFlags() {
  const { NODE_OPTIONS: _flags, ...environment } = process.env;
  return environment;
}

/** Hubs of tests write durably, thousands of times: where there is a file system in memory, no disk is waited for. */
function memoryDirectory() {
  try {
    accessSync('/dev/shm', constants.W_OK);
    const folder = mkdtempSync('/dev/shm/portico-tests-');
    // As root the server of PostgreSQL runs as another user, who must be able to pass.
    chmodSync(folder, 0o711);
    return folder;
  } catch {
    return undefined;
  }
}
