import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export interface ShutdownOptions {
  /** Called first, so that a load balancer stops sending before the port closes. */
  readonly onBegin?: () => void;
  /** How long requests in flight may take, in milliseconds. */
  readonly limitMs?: number;
}

export type ShutdownResult = 'finished' | 'cut off';

/**
 * Ends an HTTP server without cutting anybody off: not ready → no new connections → requests in flight finish, up to
 * a limit → keep-alive connections closed. Make it before the server listens, so that it sees every request.
 */
export class GracefulShutdown {
  private readonly inFlight = new Set<ServerResponse>();
  private closing: Promise<ShutdownResult> | undefined;

  constructor(
    private readonly server: Server,
    private readonly options: ShutdownOptions = {},
  ) {
    // Before every other listener: a synchronous handler may have answered when theirs returns.
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => this.track(response));
  }

  /** Idempotent: a second signal waits for the first. Resolves when the last connection is closed. */
  close(): Promise<ShutdownResult> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<ShutdownResult> {
    this.options.onBegin?.();
    let result: ShutdownResult = 'finished';
    const closed = new Promise<void>((resolve) => {
      // The error says that it was not listening: then there is nothing to wait for.
      this.server.close(() => resolve());
    });
    for (const response of this.inFlight) lastOfItsConnection(response);
    this.server.closeIdleConnections();
    const limit = setTimeout(() => {
      result = 'cut off';
      this.server.closeAllConnections();
    }, this.options.limitMs ?? 10_000);
    await closed;
    clearTimeout(limit);
    return result;
  }

  private track(response: ServerResponse): void {
    this.inFlight.add(response);
    if (this.closing !== undefined) lastOfItsConnection(response);
    response.once('close', () => {
      this.inFlight.delete(response);
      if (this.closing !== undefined) setImmediate(() => this.server.closeIdleConnections());
    });
  }
}

/** Without this a keep-alive connection stays open after its answer, and the server waits for it. */
function lastOfItsConnection(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
