import { fork } from 'node:child_process';
import { once } from 'node:events';
import { ProcessTree } from './process-tree.js';

/** Each has all before it, up to `router`; the last three are routes of it that do one thing more. */
export const LAYERS = ['node:http', 'context and log', 'headers', 'router', 'read', 'commit', 'upstream'] as const;
export type Layer = (typeof LAYERS)[number];

/** Its argument, as JSON. */
export interface LayerOptions {
  readonly layer: Layer;
  readonly build: string;
  readonly port: number;
  /** Any document of the upstream. */
  readonly upstream: string;
  /** The hub's, for its storage. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface RunningLayer {
  readonly layer: Layer;
  readonly url: string;
  readonly processes: ProcessTree;
  stop(): Promise<void>;
}

/** Undefined where the build has no such layer at the place where it is looked for; stderr says what is missing. */
export async function startLayer(node: string, options: LayerOptions): Promise<RunningLayer | undefined> {
  const child = fork(new URL('./layer-server.js', import.meta.url), [JSON.stringify(options)], {
    execPath: node,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const ended = once(child, 'exit');
  const isReady = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
  if (!isReady) return undefined;
  return {
    layer: options.layer,
    url: `http://127.0.0.1:${options.port}/layer`,
    processes: new ProcessTree(child.pid ?? Number.NaN),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
