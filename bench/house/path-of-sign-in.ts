import { relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connections } from '../driver/browser.js';
import { setUp } from '../driver/set-up.js';
import { signIn } from '../driver/sign-in.js';
import { Hub } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import { Upstream } from '../processes/upstream.js';

/** The files of a build in which at least one function ran, from the build's folder and without extension. */
export interface PathOfSignIn {
  /** From the request to `/authorize` to the answer of `/userinfo`. */
  readonly signIn: readonly string[];
  /** During the request to the callback URL alone. */
  readonly callback: readonly string[];
}

/** What the hub does after its answer (a log line, a release) belongs to that request. */
const AFTERMATH_MS = 100;

/** Follows the second sign-in after start through the hub: the first one loads and fills what later ones find. */
export async function followSignIn(build: string): Promise<PathOfSignIn> {
  const upstream = await Upstream.start();
  try {
    return await withPlace({ name: 'embedded' }, async (place) => {
      const hub = await Hub.start({ build, upstream: upstream.host }, place);
      const agent = connections(1);
      try {
        const application = await setUp(hub, upstream.address);
        const filesThatRan = async (): Promise<readonly string[]> => {
          await pause(AFTERMATH_MS);
          return (await hub.filesThatRan()).map((file) => moduleName(build, file)).filter((name) => name !== undefined);
        };
        await filesThatRan();
        await signIn(application, agent);
        await filesThatRan();
        const before: string[] = [];
        let callback: readonly string[] = [];
        await signIn(application, agent, async (step) => {
          if (step === 'callback') before.push(...(await filesThatRan()));
          if (step === 'resume') callback = await filesThatRan();
        });
        const all = new Set([...before, ...callback, ...(await filesThatRan())]);
        return { signIn: [...all].sort(), callback: [...new Set(callback)].sort() };
      } finally {
        await agent.close();
        await hub.stop();
      }
    });
  } finally {
    upstream.stop();
  }
}

/** Undefined for a file that is none of the build: a library's, or one of this benchmark. */
function moduleName(build: string, file: string): string | undefined {
  const path = relative(build, file).split(sep).join('/');
  return path.startsWith('..') ? undefined : path.replace(/\.js$/, '');
}
