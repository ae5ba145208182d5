import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import proxyAddr from 'proxy-addr';
import { isLoopbackHost, PorticoConfig } from '../../config/index.js';
import { Logger } from '../logging/index.js';
import { Metrics } from './metrics.js';

const PATH = /^\/metrics\/?(?:\?|$)/;
/** Whatever a proxy adds of itself. Behind one on this machine, everybody's socket comes from loopback. */
const OF_PROXIES = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * `GET /metrics`, for who connects directly from one of the configured addresses. To everybody else it is not there:
 * connection names are names of customers. A host application's own `/metrics` answers then.
 */
@Injectable()
export class MetricsMiddleware implements NestMiddleware<IncomingMessage & { originalUrl?: string }, ServerResponse> {
  private readonly mayRead: (address: string, hop: number) => boolean;

  constructor(
    private readonly config: PorticoConfig,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.mayRead = proxyAddr.compile([...config.metricsReaders]);
  }

  use(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse, next: () => void): void {
    const isAsked = request.method === 'GET' && PATH.test(request.originalUrl ?? request.url ?? '');
    if (!isAsked || !this.isReader(request)) {
      next();
      return;
    }
    this.answer(response).catch((error: unknown) => {
      this.logger.error({ err: error }, 'The metrics could not be answered.');
      response.destroy();
    });
  }

  private isReader(request: IncomingMessage): boolean {
    const address = request.socket.remoteAddress;
    if (address === undefined || this.config.metricsReaders.length === 0) return false;
    if (OF_PROXIES.some((name) => request.headers[name] !== undefined) || !this.mayRead(address, 0)) return false;
    // A page in a browser on this machine reaches loopback under a name of its own (DNS rebinding).
    return !isLoopbackHost(address.replace(/^::ffff:(?=\d+\.)/i, '')) || isLoopbackHost(hostOf(request));
  }

  private async answer(response: ServerResponse): Promise<void> {
    const { contentType, text } = await this.metrics.text();
    response.setHeader('Content-Type', contentType);
    response.setHeader('Cache-Control', 'no-store');
    response.end(text);
  }
}

function hostOf({ headers }: IncomingMessage): string {
  const url = `http://${headers.host ?? ''}`;
  return URL.canParse(url) ? new URL(url).hostname : '';
}
