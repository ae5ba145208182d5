/**
 * `npm run test:runtimes`: the build on each Node that `engines` allows, one after the other, not only on the one that is
 * at hand. Arguments choose among them: `npm run test:runtimes -- 24`.
 * Owns: fetching them, and the report. What is tried on each is in checks.ts, which runs on it.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fetchRuntime, RegistryOutOfReachError } from './fetch-runtime.js';

/** The oldest that is supported, the newest of each line that is, and the oldest with SQLite built in. */
const VERSIONS = ['20.18.1', '22.16.0', '22', '24', '26'];
const chosen = process.argv.slice(2);
const checks = fileURLToPath(new URL('./checks.js', import.meta.url));
/** Set where nothing may be left out. */
const isRequired = process.env.PORTICO_REQUIRE_RUNTIMES === '1';

const failed: string[] = [];
const leftOut: string[] = [];
for (const version of chosen.length > 0 ? chosen : VERSIONS) {
  try {
    const node = fetchRuntime(version);
    const { status } = spawnSync(node, [checks], { stdio: 'inherit' });
    if (status !== 0) failed.push(version);
  } catch (error) {
    if (!(error instanceof RegistryOutOfReachError)) throw error;
    leftOut.push(version);
    print(`\nNode ${version}: left out. ${error.message}`);
  }
}
print('');
if (failed.length > 0) print(`Not everything works on Node ${failed.join(', ')}.`);
if (leftOut.length > 0) print(`Not tried for want of the registry: Node ${leftOut.join(', ')}.`);
if (failed.length === 0 && leftOut.length === 0) print('Everything works on each of them.');
process.exitCode = failed.length > 0 || (isRequired && leftOut.length > 0) ? 1 : 0;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
