import type { Middleware } from 'koa';
import type { UnitOfWork } from '../../common/unit-of-work.js';
import { isCollected } from './pages.js';

/**
 * Writes what the request wrote before it is answered: what was not written is not said, and what failed in the middle is
 * not written. An answer that is collected is a part of another request, which writes it. A file of its own, however
 * short: it is the one place where an answer of the library waits for the storage.
 */
export function commitFirst(units: UnitOfWork): Middleware {
  return async (ctx, next) => {
    await next();
    if (isCollected(ctx.req)) return;
    if (ctx.status >= 500) units.discard();
    await units.commit();
  };
}
