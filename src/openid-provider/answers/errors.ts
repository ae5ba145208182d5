import type { EventEmitter } from 'node:events';
import type { Middleware, ParameterizedContext } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { isStorageFailure } from '../../common/errors.js';
import type { Logger } from '../../common/logging/index.js';
import { endpointAt } from '../protocol/endpoints.js';
import { failurePage, type OAuthError, wordsOf } from './error-words.js';
import { handBack, leavePage } from './pages.js';

/** Shows an error that must not be sent to the application, because nothing proves that it would reach it. */
export function renderError(ctx: KoaContextWithOIDC, out: OAuthError, error: unknown): void {
  const isOwnFailure = ctx.status < 400 || ctx.status >= 500;
  leavePage(ctx, isOwnFailure ? failurePage(error) : { status: ctx.status, words: wordsOf(ctx, out, error) });
}

/**
 * Logs and answers failures of the hub itself, those of the library (`server_error`) and those of the steps around it:
 * 503 where the storage does not answer, else 500. The text for the outside says no more than that.
 */
export function answerFailures(provider: Provider, logger: Logger): Middleware {
  const failed = new WeakMap<object, unknown>();
  provider.on('server_error', (ctx: KoaContextWithOIDC, error: Error) => {
    failed.set(ctx.req, error);
    logger.error({ err: error, endpoint: ctx.path }, 'The OpenID Provider failed.');
  });
  const koa: EventEmitter = provider;
  // Without a listener Koa writes to the console.
  koa.on('error', (error: unknown) => logger.error({ err: error }, 'The OpenID Provider failed to answer.'));
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      logger.error({ err: error, endpoint: ctx.path }, 'The OpenID Provider failed.');
      answerFailure(ctx, error);
      return;
    }
    const error = failed.get(ctx.req);
    if (error !== undefined && ctx.status >= 500) answerFailure(ctx, error);
  };
}

function answerFailure(ctx: ParameterizedContext, error: unknown): void {
  if (handBack(ctx.req, error)) return;
  if (endpointAt(ctx.path)?.kind !== 'json') {
    leavePage(ctx, failurePage(error));
    return;
  }
  const unavailable = isStorageFailure(error);
  ctx.status = unavailable ? 503 : 500;
  if (unavailable) ctx.set('Retry-After', '5');
  ctx.body = unavailable
    ? { error: 'temporarily_unavailable', error_description: 'the storage does not answer; try again' }
    : { error: 'server_error', error_description: 'the hub failed; the failure was logged' };
}
