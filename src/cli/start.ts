import 'reflect-metadata';
import { loadConfig } from '../config/index.js';
import { noArguments } from './arguments.js';
import { withoutRuntimeNotice } from './runtime-notice.js';
import { onStopSignal } from './stop-signals.js';

/** `portico start`: the hub as a service, until SIGTERM or SIGINT; then requests in flight finish and it exits with 0. */
export async function start(args: readonly string[]): Promise<void> {
  noArguments('portico start', args);
  await runHub(process.env);
}

/** @throws {StartupError} that names the remedy. */
export async function runHub(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(environment);
  // Loaded after that: a bad environment is answered at once.
  const starting = withoutRuntimeNotice(() => import('../serve.js')).then(({ startHub }) => startHub(config));
  // A signal during the start counts too: as the first process of a container nothing else would end it.
  onStopSignal(async () => {
    const hub = await starting.catch(() => undefined);
    await hub?.close();
  });
  await starting;
}
