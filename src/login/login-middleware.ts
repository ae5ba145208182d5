import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type HubError, TooManyRequestsError } from '../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../config/portico-config.js';
import { sendErrorPage, tooManyRequestsPage } from '../pages/index.js';

/** What changes nothing and costs nothing: one sign-in page loads several of them. */
const ASSETS = /^\/login\/assets\//;

/**
 * How often one address may ask for the pages of a sign-in, `/authorize` included. Nobody has proved who they are here,
 * so only addresses count: what an application is called, anybody can write into a URL.
 */
@Injectable()
export class LoginLimit implements NestMiddleware<IncomingMessage & { originalUrl?: string }, ServerResponse> {
  private readonly rule: RateRule | undefined;

  constructor(
    config: PorticoConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.rule = perMinute('login-address', config.rateLimits.login);
  }

  /** Counts a request for a page. @throws {TooManyRequestsError} */
  async spend(): Promise<void> {
    if (this.rule !== undefined) await this.limiter.spend(this.rule, currentAddress());
  }

  use(
    request: IncomingMessage & { originalUrl?: string },
    response: ServerResponse,
    next: (error?: unknown) => void,
  ): void {
    if (ASSETS.test(request.originalUrl ?? request.url ?? '')) {
      next();
      return;
    }
    this.spend().then(
      () => next(),
      (error: unknown) => {
        if (error instanceof TooManyRequestsError) sendErrorPage(request, response, tooManyRequestsPage(error));
        else next(error);
      },
    );
  }
}

/** Answers a form that cannot be read: too large, another type or encoding, malformed. */
export function sendBodyErrorPage({ status }: HubError, request: IncomingMessage, response: ServerResponse): void {
  sendErrorPage(request, response, {
    status,
    words: (messages) => ({
      title: messages.startAgainTitle,
      sentence: status === 413 ? messages.requestTooLarge : messages.malformedRequest,
      advice: messages.adviceStartAgain,
    }),
  });
}
