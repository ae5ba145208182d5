import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { ApplicationDirectory } from '../applications/index.js';
import { isStorageFailure } from '../common/errors.js';
import { Logger } from '../common/logging/index.js';
import { PorticoConfig } from '../config/index.js';
import { sendErrorPage } from '../pages/index.js';
import { invalidRequest } from './answers/error-words.js';
import { answerCors } from './edge/answer-cors.js';
import { formToQuery } from './edge/form-to-query.js';
import { sendOAuthError } from './edge/json-only.js';
import { pinIssuer } from './edge/pin-issuer.js';
import { RequestLimits } from './edge/request-limits.js';
import { sendTooManyRequests } from './edge/too-many-requests.js';
import { type Endpoint, endpointAt } from './paths.js';
import { CurrentProvider } from './provider/current-provider.js';

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
    this.serve(request, response, endpoint, target).catch((error: unknown) => this.fail(response, error));
  }

  /** The checks before the library, in their order. */
  private async serve(request: Request, response: ServerResponse, endpoint: Endpoint, target: URL): Promise<void> {
    pinIssuer(request, this.issuer);
    request.url = `${endpoint.path}${target.search}`;
    request.originalUrl = request.url;
    // The library would take a router's mount path for a part of the issuer.
    request.baseUrl = '';
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
      response.setHeader('Allow', endpoint.methods.join(', '));
      sendOAuthError(response, 405, 'invalid_request', `use ${endpoint.methods.join(' or ')}`);
      return;
    }
    const refusal = await this.limits.refusalOf(endpoint);
    if (refusal !== undefined) {
      sendTooManyRequests(refusal, endpoint, request, response);
      return;
    }
    if (request.method === 'POST' && endpoint.postedAs === 'query') {
      await this.redirectPosted(request, response, endpoint);
      return;
    }
    await this.provider.get().callback()(request, response);
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

  private fail(response: ServerResponse, error: unknown): void {
    this.logger.error({ err: error }, 'The OpenID Provider failed before its library.');
    if (response.headersSent) {
      response.end();
      return;
    }
    const unavailable = isStorageFailure(error);
    if (unavailable) response.setHeader('Retry-After', '5');
    sendOAuthError(
      response,
      unavailable ? 503 : 500,
      unavailable ? 'temporarily_unavailable' : 'server_error',
      'try again',
    );
  }
}
