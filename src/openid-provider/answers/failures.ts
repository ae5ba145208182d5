import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Logger } from '../../common/logging/index.js';
import { isStorageFailure } from '../../common/storage-failure.js';

/**
 * Logs what the library calls `server_error`, and answers 503 where it is the storage that does not answer. The text
 * for the outside stays as empty as the library made it.
 */
export function answerFailures(provider: Provider, logger: Logger): Middleware {
  const failed = new WeakMap<object, unknown>();
  provider.on('server_error', (ctx: KoaContextWithOIDC, error: Error) => {
    failed.set(ctx.req, error);
    logger.error({ err: error, endpoint: ctx.path }, 'The OpenID Provider failed.');
  });
  return async (ctx, next) => {
    await next();
    const error = failed.get(ctx.req);
    if (error === undefined || ctx.status < 500 || !isStorageFailure(error)) return;
    const body: unknown = ctx.body;
    ctx.status = 503;
    ctx.set('Retry-After', '5');
    if (typeof body === 'object' && body !== null) {
      ctx.body = { error: 'temporarily_unavailable', error_description: 'the storage does not answer; try again' };
    }
  };
}
