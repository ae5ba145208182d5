import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

// The hub is to fit into a small container, and V8 left to itself takes twice that (docs/benchmarks.md). None of this is
// a hard limit: what is needed is still had. V8 asks for these settings at each collection, so they can be made here,
// where the command line of Node is out of reach. `--max-semi-space-size` is asked for only before we run.

/** Half of it is for new objects at a time. With 1 MiB each request is collected several times, and survives into the old space. */
const NEW_SPACE = 4 * 1024 * 1024;
const INITIAL_NEW_SPACE = 1024 * 1024;

/**
 * Short-lived objects get as little room as at the start: loading would fill 16 times that, which is never given back.
 * First of all, for that reason. Collecting so little is sooner done by one thread than shared out to several.
 */
export function keepNewSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
}

/**
 * After loading, which only grows. A full collection comes when the heap has grown by a third, not by several times. And
 * short-lived objects get 4 MiB once there are many of them; more where two collections come without a pause between.
 */
export function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=30');
  letNewSpaceGrow();
  // V8 gives the room back when nothing happens for some seconds: it must be able to grow again.
  new PerformanceObserver(letNewSpaceGrow).observe({ entryTypes: ['gc'] });
}

/** From its initial size to the one that is wanted, in one step; from there it stays. */
function letNewSpaceGrow(): void {
  const factor = newSpace() < NEW_SPACE / 2 ? NEW_SPACE / INITIAL_NEW_SPACE : 1;
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function newSpace(): number {
  const space = getHeapSpaceStatistics().find((one) => one.space_name === 'new_space');
  return space === undefined ? NEW_SPACE : space.space_used_size + space.space_available_size;
}
