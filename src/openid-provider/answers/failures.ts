import type { EventEmitter } from 'node:events';
import type { Middleware, ParameterizedContext } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { isStorageFailure } from '../../common/errors.js';
import type { Logger } from '../../common/logging/index.js';
import { endpointAt } from '../paths.js';
import { failurePage } from './error-words.js';
import { leavePage } from './pages.js';

/**
 * Failures of the hub itself, the library's (`server_error`) and those of the steps around it: logged, and answered
 * 503 where it is the storage that does not answer. The text for the outside says no more than that.
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
