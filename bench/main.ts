/**
 * `npm run bench`: what the hub costs. The hub, the upstream and this driver are three processes; what is counted as the
 * hub's is its own process alone. docs/benchmarks.md says how to read the numbers.
 * Owns: the load, the upstream that is fast enough for it, and the seeding of very many connections.
 * Does not own: any verdict. It prints numbers of this machine; aims are in docs/benchmarks.md.
 */
import 'reflect-metadata';
import { readOptions, USAGE } from './options.js';
import { Upstream } from './processes/upstream.js';
import { describeMachine, heading, line } from './report.js';
import { compareSignIns } from './scenarios/compare.js';
import { compareWithFloor } from './scenarios/floor.js';
import { measureManyConnections } from './scenarios/many-connections.js';
import { measureSignIns } from './scenarios/sign-ins.js';
import { measureStart } from './scenarios/start.js';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const upstream = await Upstream.start();
  try {
    describeMachine();
    line('storage', options.engine.name);
    const { engine } = options;
    const hub = { build: options.build, upstream: upstream.host };
    if (options.compare !== undefined) {
      const other = { ...hub, build: options.compare };
      await compareSignIns(hub, other, engine, upstream.address, Math.ceil(options.signIns / 25));
      return;
    }
    const isWanted = (scenario: string): boolean => options.only === undefined || options.only === scenario;
    if (isWanted('start')) await measureStart(hub, engine, options.starts);
    const profiling = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
    const profiled = { ...hub, nodeArguments: profiling };
    if (isWanted('sign-ins')) await measureSignIns(profiled, engine, upstream.address, options.signIns);
    if (isWanted('floor')) await compareWithFloor(hub, engine, upstream.address, Math.ceil(options.signIns / 25));
    if (isWanted('connections'))
      await measureManyConnections(hub, engine, upstream.address, options.connections, options.lookUps);
    heading('Done.');
  } finally {
    upstream.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
