import type { Middleware, ParameterizedContext } from 'koa';
import type { OIDCContext } from 'oidc-provider';
import { currentRequestContext } from '../../common/request-context.js';
import { chooseLocale, type Locale, renderErrorPage, type SendPageOptions, sendPage } from '../../pages/index.js';
import type { Messages } from './messages/en.js';
import { messages } from './messages/messages.js';

/** A page of the hub that answers the request once the library is done with its cookies. */
export interface Page {
  readonly status: number;
  readonly html: string;
  readonly options?: SendPageOptions;
}

const pages = new WeakMap<object, Page>();

/** Leaves the page that will be the answer. The last one left holds. */
export function leavePage(ctx: ParameterizedContext, page: Page): void {
  pages.set(ctx.req, page);
}

/** The language of a page: `ui_locales` of the request, the one that waited and now goes on too, then `Accept-Language`. */
export function localeOf(ctx: ParameterizedContext): Locale {
  return chooseLocale(uiLocalesOf(ctx).split(' '), ctx.get('Accept-Language'));
}

/** `ui_locales` as the application sent it, or nothing. */
export function uiLocalesOf(ctx: ParameterizedContext): string {
  const oidc: OIDCContext | undefined = ctx.oidc;
  const asked: unknown = oidc?.params?.ui_locales ?? ctx.query.ui_locales;
  return typeof asked === 'string' ? asked : '';
}

export function wordsIn(ctx: ParameterizedContext): Messages {
  return messages[localeOf(ctx)];
}

/** Sends the page that was left, outermost, and replaces any page that the library made itself: those need a script. */
export function sendPages(): Middleware {
  return async (ctx, next) => {
    await next();
    const page = pages.get(ctx.req) ?? foreignPage(ctx);
    if (page === undefined) return;
    for (const header of ['Location', 'Content-Length', 'Transfer-Encoding', 'Content-Type']) ctx.remove(header);
    ctx.respond = false;
    sendPage(ctx.res, page.status, page.html, page.options);
  };
}

function foreignPage(ctx: ParameterizedContext): Page | undefined {
  const isRedirect = ctx.status >= 300 && ctx.status < 400;
  if (isRedirect || typeof ctx.body !== 'string' || !ctx.type.includes('html')) return undefined;
  const correlationId = currentRequestContext()?.correlationId;
  return {
    status: 400,
    html: renderErrorPage({
      locale: localeOf(ctx),
      ...wordsIn(ctx).invalidRequest('response_mode is not supported.'),
      ...(correlationId !== undefined && { correlationId }),
    }),
  };
}
