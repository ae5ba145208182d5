import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { ApplicationDirectory } from '../../applications/index.js';
import { TooManyRequestsError } from '../../common/errors.js';
import { Logger } from '../../common/logging/index.js';
import { PorticoConfig } from '../../config/index.js';
import { sendErrorPage } from '../../pages/index.js';
import { invalidRequest } from '../answers/error-words.js';
import { type Endpoint, endpointAt } from '../protocol/endpoints.js';
import { headersOf } from '../protocol/issuer.js';
import { CurrentProvider } from '../provider/current-provider.js';
import { answerCors } from './cors.js';
import { formToQuery } from './form-to-query.js';
import { sendFailure, sendMethodNotAllowed, sendTooManyRequests } from './refusals.js';
import { RequestLimits } from './request-limits.js';

/** As Express passes it: `originalUrl` is what came in, before any router cut something off it. */
type Request = IncomingMessage & { originalUrl?: string; baseUrl?: string; body?: unknown };

/**
 * Serves the OpenID Provider's endpoints and lets every other request pass. Mount it before body parsers; a host that
 * has parsed a form already is served as well.
 */
@Injectable()
export class OpenIdProviderMiddleware implements NestMiddleware<Request, ServerResponse> {
  private readonly issuer: URL;

  constructor(
    config: PorticoConfig,
    private readonly applications: ApplicationDirectory,
    private readonly provider: CurrentProvider,
    private readonly limits: RequestLimits,
    private readonly logger: Logger,
  ) {
    this.issuer = new URL(config.issuer);
  }

  use(request: Request, response: ServerResponse, next: (error?: unknown) => void): void {
    const target = this.targetOf(request);
    const endpoint = target && endpointAt(target.pathname);
    if (target === undefined || endpoint === undefined) {
      next();
      return;
    }
    pinIssuer(request, this.issuer);
    pinTarget(request, `${endpoint.path}${target.search}`);
    this.serve(request, response, endpoint).catch((error: unknown) => {
      if (error instanceof TooManyRequestsError) {
        sendTooManyRequests(error, endpoint, request, response);
        return;
      }
      this.logger.error({ err: error }, 'The OpenID Provider failed before its library.');
      sendFailure(error, response);
    });
  }

  /** The steps before the library, in their order. */
  private async serve(request: Request, response: ServerResponse, endpoint: Endpoint): Promise<void> {
    // Whatever is answered; discovery and keys say otherwise themselves.
    response.setHeader('Cache-Control', 'no-store');
    if (endpoint.kind === 'json') {
      // Programs read these answers, whatever they say that they accept.
      request.headers.accept = 'application/json';
      await answerCors(request, response, endpoint, this.applications);
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { Allow: [...endpoint.methods, 'OPTIONS'].join(', ') }).end();
      return;
    }
    if (!endpoint.methods.includes(request.method ?? '')) {
      sendMethodNotAllowed(endpoint, response);
      return;
    }
    await this.limits.spend(endpoint);
    if (request.method === 'POST' && endpoint.postedAs === 'query') {
      await this.redirectPosted(request, response, endpoint);
      return;
    }
    await this.provider.serve(request, response);
  }

  private async redirectPosted(request: Request, response: ServerResponse, endpoint: Endpoint): Promise<void> {
    const form = await formToQuery(request);
    if (form.kind === 'query') {
      const location = `${this.issuer.origin}${endpoint.path}?${form.query}`;
      response.writeHead(303, { Location: location, 'Cache-Control': 'no-store' }).end();
      return;
    }
    response.setHeader('Connection', 'close');
    sendErrorPage(request, response, { status: form.status, words: invalidRequest(form.reason) });
  }

  /** The target's path and query. An absolute target counts by its path, as the issuer is pinned anyway. */
  private targetOf(request: Request): URL | undefined {
    const target = request.originalUrl ?? request.url ?? '/';
    const absolute = target.startsWith('/') ? `${this.issuer.origin}${target}` : target;
    return URL.canParse(absolute) ? new URL(absolute) : undefined;
  }
}

/**
 * Makes the request look as if it had come to the issuer, whatever `Host`, forwarded header or absolute target it has.
 * The library builds endpoints, `returnTo` and the security of cookies from the request, and must not take any of it
 * from whoever sends one.
 */
function pinIssuer(request: IncomingMessage, issuer: URL): void {
  delete request.headers.forwarded;
  delete request.headers[':authority'];
  Object.assign(request.headers, headersOf(issuer));
}

function pinTarget(request: Request, target: string): void {
  request.url = target;
  request.originalUrl = target;
  // The library would take a router's mount path for a part of the issuer.
  request.baseUrl = '';
}
