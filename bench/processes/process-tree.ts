import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { sum } from '../statistics.js';

/**
 * What a process and all its descendants use, as Linux counts it in `/proc`: every thread, whatever it is written in. So
 * one measure serves the hub, its peers and a database server alike.
 * @throws {Error} where there is no `/proc`.
 */
export class ProcessTree {
  constructor(readonly root: number) {}

  /** User and system time in milliseconds, descendants that have ended and were waited for included. Grain: one tick, 10 ms. */
  cpu(): number {
    // utime, stime, cutime, cstime: the 14th to 17th field, of which the first two are cut off.
    const ticks = this.members().flatMap((pid) => statistics(pid).slice(11, 15).map(Number));
    return sum(ticks) * millisecondsPerTick();
  }

  /** Bytes that reached the block layer so far (`write_bytes`): nothing, where the files are in memory. */
  writtenBytes(): number {
    return sum(this.members().map((pid) => writtenBytesIn(read(`/proc/${pid}/io`))));
  }

  /** Resident memory in bytes. */
  resident(): number {
    return sum(this.members().map((pid) => numberIn(read(`/proc/${pid}/status`), /^VmRSS:\s+(\d+)/m))) * 1024;
  }

  private members(): readonly number[] {
    const children = childrenOfAll();
    const found: number[] = [];
    for (let waiting = [this.root]; waiting.length > 0; ) {
      found.push(...waiting);
      waiting = waiting.flatMap((pid) => children.get(pid) ?? []);
    }
    return found;
  }
}

/** What the text of a process's `io` file says of bytes that reached the block layer. */
export function writtenBytesIn(text: string): number {
  return numberIn(text, /^write_bytes: (\d+)/m);
}

/** The process that started this one; undefined when it has ended. */
export function parentOf(pid: number): number | undefined {
  const parent = statistics(pid)[1];
  return parent === undefined ? undefined : Number(parent);
}

let tick: number | undefined;

function millisecondsPerTick(): number {
  tick ??= 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return tick;
}

function childrenOfAll(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** The fields of `/proc/PID/stat` from the third on: the second is a name, which may contain anything. None of an ended one. */
function statistics(pid: number): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
