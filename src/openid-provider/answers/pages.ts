import type { Middleware, ParameterizedContext } from 'koa';
import type { OIDCContext } from 'oidc-provider';
import {
  chooseLocale,
  type ErrorPage,
  type Onward,
  type ShownPage,
  sendErrorPage,
  sendPage,
  speak,
} from '../../pages/index.js';
import { invalidRequest } from './error-words.js';

const pages = new WeakMap<object, ShownPage | ErrorPage>();

/** Leaves the page that answers the request once the library is done with its cookies. The last one left holds. */
export function leavePage(ctx: ParameterizedContext, page: ShownPage | ErrorPage): void {
  speak(ctx.req, localeOf(ctx));
  pages.set(ctx.req, page);
}

/** The language of a page: `ui_locales` of the request, the one that waited and now goes on too, then `Accept-Language`. */
export function localeOf(ctx: ParameterizedContext) {
  return chooseLocale(uiLocalesOf(ctx).split(' '), ctx.get('Accept-Language'));
}

/** `ui_locales` as the application sent it, or nothing. */
export function uiLocalesOf(ctx: ParameterizedContext): string {
  const oidc: OIDCContext | undefined = ctx.oidc;
  const asked: unknown = oidc?.params?.ui_locales ?? ctx.query.ui_locales;
  return typeof asked === 'string' ? asked : '';
}

type Collected = { readonly onward?: Onward; readonly failure?: unknown };

const collected = new WeakMap<object, Collected>();

/**
 * Collects the answer to a request instead of sending it.
 * @returns what the answer was, once it was served; it throws what the hub itself failed by.
 */
export function collectAnswer(request: object): () => Onward {
  collected.set(request, {});
  return () => {
    const { onward, failure } = collected.get(request) ?? {};
    if (onward === undefined) throw failure ?? new TypeError('The library left no answer.');
    return onward;
  };
}

export function isCollected(request: object): boolean {
  return collected.has(request);
}

/** Hands a failure of the hub to whoever collects the answer. @returns false where that is nobody. */
export function handBack(request: object, failure: unknown): boolean {
  if (!collected.has(request)) return false;
  collected.set(request, { failure });
  return true;
}

/** Sends the page that was left, outermost, and replaces any page that the library made itself: those need a script. */
export function sendPages(): Middleware {
  return async (ctx, next) => {
    await next();
    if (!pages.has(ctx.req) && isForeignPage(ctx)) {
      leavePage(ctx, { status: 400, words: invalidRequest('response_mode is not supported.') });
    }
    const page = pages.get(ctx.req);
    const collecting = collected.get(ctx.req);
    if (collecting !== undefined) {
      ctx.respond = false;
      if (collecting.failure === undefined) collected.set(ctx.req, { onward: page ?? redirectOf(ctx) });
      return;
    }
    if (page === undefined) return;
    for (const header of ['Location', 'Content-Length', 'Transfer-Encoding', 'Content-Type']) ctx.remove(header);
    ctx.respond = false;
    if ('words' in page) sendErrorPage(ctx.req, ctx.res, page);
    else sendPage(ctx.res, 200, page.html, page.options);
  };
}

function redirectOf(ctx: ParameterizedContext): Onward {
  const cookies = [ctx.res.getHeader('Set-Cookie') ?? []].flat().map(String);
  return { url: ctx.response.get('Location'), ...(cookies.length > 0 && { cookies }) };
}

function isForeignPage(ctx: ParameterizedContext): boolean {
  const isRedirect = ctx.status >= 300 && ctx.status < 400;
  return !isRedirect && typeof ctx.body === 'string' && ctx.type.includes('html');
}
