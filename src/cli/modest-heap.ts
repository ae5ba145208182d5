import { setFlagsFromString } from 'node:v8';

// Under sign-ins the hub stays at half the memory with these two, for a sixth more CPU time: it is to fit into a small
// container (docs/benchmarks.md). Neither is a hard limit: what is needed is still had. V8 asks both at each collection.

/** Short-lived objects get little room, which is collected often. First of all: loading the hub is what fills it first. */
export function keepNewSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** A full collection comes when the heap has grown by a third, not by several times. After loading, which only grows. */
export function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=30');
}
