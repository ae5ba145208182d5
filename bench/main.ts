/**
 * `npm run bench`: what the hub costs. The hub, the upstream and this driver are three processes; what is counted as the
 * hub's is its own process with all it started. docs/benchmarks.md says how to read the numbers.
 * Owns: the load, the upstream that is fast enough for it, the seeding of very many connections, and the peers' builds.
 * Does not own: any verdict. It prints numbers of this machine; aims are in docs/benchmarks.md.
 */
import 'reflect-metadata';
import { type BenchmarkOptions, type Engine, readOptions, type Scenario, USAGE } from './options.js';
import { comparePeers } from './peers/compare.js';
import { isInMemory } from './processes/place.js';
import { Postgres } from './processes/postgres.js';
import { Upstream } from './processes/upstream.js';
import { describeMachine, heading, line } from './report.js';
import { measureBytes } from './scenarios/bytes.js';
import { compareVersions } from './scenarios/compare.js';
import { compareDisks } from './scenarios/disk.js';
import { compareWithFloor } from './scenarios/floor.js';
import { measureLayers } from './scenarios/layers.js';
import { measureManyConnections } from './scenarios/many-connections.js';
import type { Measurement } from './scenarios/measurement.js';
import { measureRate } from './scenarios/rate.js';
import { measureSignIns } from './scenarios/sign-ins.js';
import { measureStart } from './scenarios/start.js';
import { measureTokens } from './scenarios/tokens.js';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const upstream = await Upstream.start(options.upstream);
  try {
    await withEngine(options.engine, async (engine) => {
      describeMachine(engine.folder, options.node);
      const where = (await isInMemory(engine.folder)) ? ', which is in memory: no write waits for a disk' : '';
      line('storage', `${engine.name}, in ${engine.folder}${where}`);
      const hub = { build: options.build, node: options.node, upstream: upstream.address };
      await measure(options, { hub, engine, kinds: options.kinds, rounds: options.rounds, perRound: options.perRound });
    });
    heading('Done.');
  } finally {
    upstream.stop();
  }
}

async function measure(options: BenchmarkOptions, measurement: Measurement): Promise<void> {
  const { compare, peers } = options;
  if (compare !== undefined) return await compareVersions(measurement, { ...measurement.hub, build: compare });
  if (peers.length > 0) return await comparePeers(measurement, peers);
  for (const [name, run] of Object.entries(scenarios(options)))
    if (options.only === undefined || options.only === name) await run(measurement);
}

function scenarios(options: BenchmarkOptions): Record<Scenario, (measurement: Measurement) => Promise<void>> {
  const { profile, signIns, lookUps } = options;
  const nodeArguments = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return {
    start: (one) => measureStart(one, options.starts),
    'sign-ins': (one) => measureSignIns({ ...one, hub: { ...one.hub, nodeArguments } }, signIns),
    floor: compareWithFloor,
    rate: measureRate,
    tokens: measureTokens,
    layers: measureLayers,
    bytes: (one) => measureBytes(one, Math.ceil(signIns / 10)),
    disk: compareDisks,
    connections: (one) => measureManyConnections(one, options.connections, lookUps),
  };
}

async function withEngine(wanted: BenchmarkOptions['engine'], work: (engine: Engine) => Promise<void>): Promise<void> {
  if (wanted.name !== 'postgres-of-our-own') return await work(wanted);
  const server = await Postgres.start(wanted.folder);
  try {
    await work({ name: 'postgres', url: server.url, folder: wanted.folder });
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
