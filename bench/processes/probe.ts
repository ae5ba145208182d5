import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into the hub's process by `--import`: answers the benchmark's questions about what cannot be seen from outside.
 * Costs nothing while nobody asks. The hub itself is the build as it is delivered.
 */
export interface Memory {
  /** Resident memory now, and the most there ever was, in bytes. */
  readonly rss: number;
  readonly peakRss: number;
  /** Memory of JavaScript objects, live ones and those not yet collected, in bytes. */
  readonly heap: number;
}

/** Names the file for what `/proc/self/io` says in the last moment of the process, its last checkpoint included. */
export const LAST_WORDS = 'BENCH_LAST_WORDS';

if (isMainThread && process.send !== undefined) {
  process.on('message', (question) => {
    if (question === 'memory') process.send?.(memory());
    if (question === 'files-that-ran') void filesThatRan().then((files) => process.send?.(files));
  });
  // The channel must not keep a hub alive that has stopped.
  process.channel?.unref();
  const { [LAST_WORDS]: file } = process.env;
  if (file !== undefined) process.on('exit', () => writeFileSync(file, readFileSync('/proc/self/io')));
}

function memory(): Memory {
  return {
    rss: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
    peakRss: process.resourceUsage().maxRSS * 1024,
  };
}

let inspector: Session | undefined;

/** By V8's precise coverage, whose counts begin anew each time they are taken. Begins with the first question. */
async function filesThatRan(): Promise<readonly string[]> {
  if (inspector === undefined) {
    inspector = new Session();
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  }
  const { result } = await inspector.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url, functions }) => url.startsWith('file:') && functions.some(hasRun))
    .map(({ url }) => fileURLToPath(url));
}

function hasRun({ ranges }: { readonly ranges: readonly { readonly count: number }[] }): boolean {
  return ranges.some(({ count }) => count > 0);
}
