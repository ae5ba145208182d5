import type { Middleware } from 'koa';
import { Overtaken, type UnitOfWork } from '../../common/unit-of-work.js';
import { isCollected, leavePage } from './pages.js';

/**
 * Writes what the request wrote before it is answered: what was not written is not said, and what failed in the middle is
 * not written. Where somebody else was faster, nothing waits any more. An answer that is collected is a part of another
 * request, which writes it.
 *
 * A file of its own, however short: it is the one place where an answer of the library waits for the storage.
 */
export function commitFirst(units: UnitOfWork): Middleware {
  return async (ctx, next) => {
    await next();
    if (isCollected(ctx.req)) return;
    if (ctx.status >= 500) units.discard();
    try {
      await units.commit();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      leavePage(ctx, { status: 400, words: ({ provider }) => ({ ...provider.expired, actor: 'person' }) });
    }
  };
}
