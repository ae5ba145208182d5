import { setFlagsFromString } from 'node:v8';

/**
 * Lets the garbage collector run when the heap has grown by a third, instead of to several times its size: under
 * sign-ins the hub stays at half the memory, at no CPU time that could be measured (docs/benchmarks.md). No hard limit:
 * what is needed is still had. Both settings are asked at each collection, so they may come after the start; called
 * first of all, because loading the hub is what makes the heap grow first.
 */
export function keepHeapModest(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--semi-space-growth-factor=1');
}
