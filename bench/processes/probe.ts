import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/**
 * Loaded into the hub's process by `--import`: answers the benchmark's questions about what the process has used. Costs
 * nothing while nobody asks. The hub itself is the build as it is delivered.
 */
export interface Usage {
  /** User and system time of the whole process, garbage collection and thread pool included, in milliseconds. */
  readonly cpu: number;
  /** Resident memory now, and the most there ever was, in bytes. */
  readonly rss: number;
  readonly peakRss: number;
  /** Memory of JavaScript objects, live ones and those not yet collected, in bytes. */
  readonly heap: number;
}

if (process.send !== undefined) {
  process.on('message', (question) => {
    if (question === 'usage') process.send?.(usage());
    if (question === 'files-that-ran') void filesThatRan().then((files) => process.send?.(files));
    if (question === 'stop') process.kill(process.pid, 'SIGTERM');
  });
  // The channel must not keep a hub alive that has stopped.
  process.channel?.unref();
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return {
    cpu: (user + system) / 1000,
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
