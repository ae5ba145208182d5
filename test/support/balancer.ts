import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** What stands before several instances: takes each request to the next one that listens, whichever came before. */
export class Balancer {
  private chosen: readonly number[];
  private next = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    this.chosen = ports;
    server.on('request', (incoming, answer) => this.pass(incoming, answer, this.chosen.length));
  }

  static async listen(port: number, ports: readonly number[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
    return new Balancer(server, ports);
  }

  /** Only this instance from now on; without a number each in turn. */
  use(index?: number): void {
    this.chosen = index === undefined ? this.ports : this.ports.slice(index, index + 1);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse, attempts: number): void {
    const port = this.chosen[this.next++ % this.chosen.length];
    const { method, url, headers } = incoming;
    const onward = request({ host: 'localhost', port, method, path: url, headers, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', (error) => {
      // Refused before anything was sent: the next one may have it.
      if ('code' in error && error.code === 'ECONNREFUSED' && attempts > 1) this.pass(incoming, answer, attempts - 1);
      else if (!answer.headersSent) answer.writeHead(502).end(error.message);
      else answer.destroy();
    });
    onward.on('socket', (socket) => socket.once('connect', () => incoming.pipe(onward)));
  }
}
