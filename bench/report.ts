import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { quantile } from './statistics.js';

/** A line of results: what it is, and its value with its unit. */
export function line(what: string, value: string): void {
  process.stdout.write(`  ${what.padEnd(52)} ${value}\n`);
}

export function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

export function ratio(value: number): string {
  return `× ${value.toFixed(2)}`;
}

/** What the numbers depend on: how fast the processor is at this moment, and how long the disk of this folder takes to make one write durable. */
export function describeMachine(folder: string, node: string): void {
  heading('Machine');
  line('processors', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
  line('system', `${process.platform} ${release()}`);
  line('Node of the hub', execFileSync(node, ['--version'], { encoding: 'utf8' }).trim());
  line('one RS256 signature, CPU', milliseconds(signature()));
  line('one durable write of 4 KiB (p50)', milliseconds(durableWrite(folder)));
}

/** A yardstick: on a machine that does other work too, every CPU time grows with this one. */
function signature(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const times = 300;
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) sign('sha256', Buffer.alloc(256, time), privateKey);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

function durableWrite(folder: string): number {
  const path = join(folder, `portico-bench-fsync-${process.pid}`);
  const file = openSync(path, 'w');
  const times = Array.from({ length: 200 }, () => {
    const started = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
    return performance.now() - started;
  });
  closeSync(file);
  rmSync(path);
  return quantile(times, 0.5);
}
