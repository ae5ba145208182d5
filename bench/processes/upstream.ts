import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What an administrator enters of the upstream, and where it is. */
export interface UpstreamAddress {
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The upstream in a process of its own, so that its signatures are not counted as the hub's work. */
export class Upstream {
  private constructor(
    readonly address: UpstreamAddress,
    private readonly child: ChildProcess,
  ) {}

  get host(): string {
    return new URL(this.address.url).host;
  }

  static async start(): Promise<Upstream> {
    const child = fork(new URL('./upstream-server.js', import.meta.url), { execArgv: [] });
    const [address] = await once(child, 'message');
    return new Upstream(address as UpstreamAddress, child);
  }

  stop(): void {
    this.child.kill();
  }
}
