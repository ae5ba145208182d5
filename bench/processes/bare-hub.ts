import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Application } from '../driver/application.js';
import type { BareHubOptions, HandOver } from './bare-hub-server.js';
import { freePort } from './ports.js';
import { ProcessTree } from './process-tree.js';
import type { UpstreamAddress } from './upstream.js';

/** The protocol libraries alone, in a process of their own. */
export class BareHub {
  readonly processes: ProcessTree;

  private constructor(
    readonly application: Application,
    private readonly child: ChildProcess,
  ) {
    this.processes = new ProcessTree(child.pid ?? Number.NaN);
  }

  static async start(node: string, upstream: UpstreamAddress, handOver: HandOver): Promise<BareHub> {
    const server = new URL('./bare-hub-server.js', import.meta.url);
    const options: BareHubOptions = { port: await freePort(), upstream, handOver };
    const child = fork(server, [JSON.stringify(options)], {
      execPath: node,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [application] = await once(child, 'message');
    return new BareHub(application as Application, child);
  }

  stop(): void {
    this.child.kill();
  }
}
