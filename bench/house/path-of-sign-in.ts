import { tmpdir } from 'node:os';
import { relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connections } from '../driver/browser.js';
import { type Step, signIn } from '../driver/sign-in.js';
import { Upstream } from '../processes/upstream.js';
import { withHub } from '../scenarios/running.js';

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
  const upstream = await Upstream.start('http');
  const options = { build, node: process.execPath, upstream: upstream.address };
  try {
    return await withHub(options, { name: 'embedded', folder: tmpdir() }, async ({ hub, application }) => {
      const agent = connections(1);
      try {
        const filesThatRan = async (): Promise<readonly string[]> => {
          await pause(AFTERMATH_MS);
          return (await hub.filesThatRan()).map((file) => moduleName(build, file)).filter((name) => name !== undefined);
        };
        await filesThatRan();
        await signIn(application, agent, { kind: 'page' });
        await filesThatRan();
        const files: { readonly step: Step; readonly ran: readonly string[] }[] = [];
        let under: Step = 'authorize';
        const before = async (next: Step): Promise<void> => {
          files.push({ step: under, ran: await filesThatRan() });
          under = next;
        };
        await signIn(application, agent, { kind: 'page', before });
        await before(under);
        const all = files.flatMap(({ ran }) => ran);
        const callback = files.flatMap(({ step, ran }) => (step === 'callback' ? ran : []));
        return { signIn: [...new Set(all)].sort(), callback: [...new Set(callback)].sort() };
      } finally {
        await agent.close();
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
