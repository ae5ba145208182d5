import 'reflect-metadata';
import { onStopSignal } from '../program.js';
import { withoutRuntimeNotice } from '../runtime-notice.js';
import type { RunningDemo } from './demo.js';
import { assertUsable, type DemoPorts, demoPorts } from './ports.js';

/**
 * `portico demo`: a hub on a database of its own, a sandbox Entra and a sample application on this machine, with a
 * connection made through the real REST API. Prints one URL, and leaves nothing behind.
 */
export async function demo(args: readonly string[]): Promise<void> {
  const starting = startDemo(demoPorts(args));
  // From the first moment, and for a closed terminal too: it promises to leave nothing behind.
  onStopSignal(async () => (await starting.catch(() => undefined))?.close(), { alsoOn: ['SIGHUP'] });
  const running = await starting;
  process.stdout.write(`
  Portico is running, with a sandbox in the place of Microsoft. Open this and press "Sign in":

      ${running.applicationUrl}

  Then press "${running.button}", or type an address such as ${running.address}.
  hub ${running.hubUrl}   management API ${running.hubUrl}/api/docs   sandbox ${running.sandboxUrl}
  Ctrl-C stops everything.

`);
}

async function startDemo(ports: DemoPorts): Promise<RunningDemo> {
  await assertUsable(ports);
  // Loaded after that: a port in use is answered at once.
  const demo = await withoutRuntimeNotice(() => import('./demo.js'));
  return demo.startDemo(ports);
}
