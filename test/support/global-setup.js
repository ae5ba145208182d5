/** Once for each test run: whoever needs PostgreSQL asks the supervisor at this address, which starts it then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export default async function setUp() {
  const script = fileURLToPath(new URL('./postgres-supervisor.mjs', import.meta.url));
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
  };
}

/** NODE_OPTIONS are for jest. */
function withoutFlags() {
  const { NODE_OPTIONS: _flags, ...environment } = process.env;
  return environment;
}
