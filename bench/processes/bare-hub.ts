import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Application } from '../driver/sign-in.js';
import type { BareHubOptions } from './bare-hub-server.js';
import { freePort } from './ports.js';
import type { Usage } from './probe.js';
import type { UpstreamAddress } from './upstream.js';

const probe = new URL('./probe.js', import.meta.url).href;

/** The protocol libraries alone, in a process of their own. */
export class BareHub {
  private constructor(
    readonly application: Application,
    private readonly child: ChildProcess,
  ) {}

  static async start(upstream: UpstreamAddress): Promise<BareHub> {
    const server = new URL('./bare-hub-server.js', import.meta.url);
    const options: BareHubOptions = { port: await freePort(), upstream };
    const child = fork(server, [JSON.stringify(options)], {
      execArgv: ['--import', probe],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [application] = await once(child, 'message');
    return new BareHub(application as Application, child);
  }

  async usage(): Promise<Usage> {
    const answer = once(this.child, 'message');
    this.child.send('usage');
    const [usage] = await answer;
    return usage as Usage;
  }

  stop(): void {
    this.child.kill();
  }
}
