import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { loopbackCertificate } from './certificate.js';

/** One request that a browser sent to the hub. */
export interface HubRequest {
  readonly url: URL;
  readonly cookie: string;
}

/**
 * Three hosts of the domain `corp.test` behind one https port, as a browser sees them: the hub at `login`, an application
 * at `app`, and at `evil` a sibling whose owner may set cookies for the whole domain.
 */
export class CorpHosts {
  /** What browsers sent to the hub, in order. */
  readonly hubRequests: HubRequest[] = [];
  /** Where browsers came to at the application, in order. */
  readonly arrivals: URL[] = [];
  /** The `Set-Cookie` lines that the sibling answers with. */
  planted: readonly string[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly hubPort: number,
  ) {
    server.on('request', (incoming, answer) => this.serve(incoming, answer));
  }

  static async listen(port: number, hubPort: number): Promise<CorpHosts> {
    const server = createServer(await loopbackCertificate());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new CorpHosts(server, port, hubPort);
  }

  get hub(): string {
    return this.origin('login');
  }

  get sibling(): string {
    return this.origin('evil');
  }

  get callback(): string {
    return `${this.origin('app')}/callback`;
  }

  forget(): void {
    this.hubRequests.length = 0;
    this.arrivals.length = 0;
    this.planted = [];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private origin(host: string): string {
    return `https://${host}.corp.test:${this.port}`;
  }

  private serve(incoming: IncomingMessage, answer: ServerResponse): void {
    const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host}`);
    if (url.origin === this.hub) {
      this.pass(url, incoming, answer);
      return;
    }
    if (url.origin === this.sibling) answer.setHeader('set-cookie', [...this.planted]);
    else if (url.href.startsWith(this.callback)) this.arrivals.push(url);
    answer.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${url.hostname}</title>`);
  }

  private pass(url: URL, incoming: IncomingMessage, answer: ServerResponse): void {
    const { method, headers } = incoming;
    this.hubRequests.push({ url, cookie: headers.cookie ?? '' });
    const path = incoming.url ?? '/';
    const onward = request(
      { host: 'localhost', port: this.hubPort, method, path, headers, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  }
}
