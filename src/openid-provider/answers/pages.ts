import type { Middleware, ParameterizedContext } from 'koa';
import type { OIDCContext } from 'oidc-provider';
import {
  chooseLocale,
  type ErrorPage,
  type SendPageOptions,
  sendErrorPage,
  sendPage,
  speak,
} from '../../pages/index.js';
import { invalidRequest } from './error-words.js';

/** A page that reports no failure. */
export interface Page {
  readonly html: string;
  readonly options?: SendPageOptions;
}

const pages = new WeakMap<object, Page | ErrorPage>();

/** Leaves the page that answers the request once the library is done with its cookies. The last one left holds. */
export function leavePage(ctx: ParameterizedContext, page: Page | ErrorPage): void {
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

/** Sends the page that was left, outermost, and replaces any page that the library made itself: those need a script. */
export function sendPages(): Middleware {
  return async (ctx, next) => {
    await next();
    if (!pages.has(ctx.req) && isForeignPage(ctx)) {
      leavePage(ctx, { status: 400, words: invalidRequest('response_mode is not supported.') });
    }
    const page = pages.get(ctx.req);
    if (page === undefined) return;
    for (const header of ['Location', 'Content-Length', 'Transfer-Encoding', 'Content-Type']) ctx.remove(header);
    ctx.respond = false;
    if ('words' in page) sendErrorPage(ctx.req, ctx.res, page);
    else sendPage(ctx.res, 200, page.html, page.options);
  };
}

function isForeignPage(ctx: ParameterizedContext): boolean {
  const isRedirect = ctx.status >= 300 && ctx.status < 400;
  return !isRedirect && typeof ctx.body === 'string' && ctx.type.includes('html');
}
