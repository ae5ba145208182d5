import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What an administrator enters of the upstream, and where it is. */
export interface UpstreamAddress {
  /** Also the issuer of the plain OpenID Provider there. */
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM: the certificate to trust, where it is spoken to over https. */
  readonly ca?: string;
}

/** The upstream in a process of its own, so that its signatures are not counted as the hub's work. */
export class Upstream {
  private constructor(
    readonly address: UpstreamAddress,
    private readonly child: ChildProcess,
  ) {}

  static async start(scheme: 'http' | 'https'): Promise<Upstream> {
    const child = fork(new URL('./upstream-server.js', import.meta.url), [scheme], { execArgv: [] });
    const [address] = await once(child, 'message');
    return new Upstream(address as UpstreamAddress, child);
  }

  stop(): void {
    this.child.kill();
  }
}
