import 'reflect-metadata';
import { loadConfig } from '../config/index.js';
import { startHub } from '../serve.js';
import { noArguments } from './arguments.js';
import { onStopSignal } from './stop-signals.js';

/** `portico start`: the hub as a service, until SIGTERM or SIGINT; then requests in flight finish and it exits with 0. */
export async function start(args: readonly string[]): Promise<void> {
  noArguments('portico start', args);
  await runHub(process.env);
}

/** @throws {StartupError} that names the remedy. */
export async function runHub(environment: NodeJS.ProcessEnv): Promise<void> {
  const hub = await startHub(loadConfig(environment));
  onStopSignal(() => hub.close());
}
