import type { ParameterizedContext } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { isStorageFailure } from '../../common/errors.js';
import { currentRequestContext } from '../../common/request-context.js';
import { renderErrorPage } from '../../login/index.js';
import { PATHS } from '../paths.js';
import type { Words } from './messages/words.js';
import { leavePage, localeOf, type Page, wordsIn } from './pages.js';

interface OAuthError {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** An error that must not be sent to the application, because nothing proves that it would reach it: a page. */
export function renderError(ctx: KoaContextWithOIDC, out: OAuthError, error: unknown): void {
  if (ctx.status < 400 || ctx.status >= 500) leaveFailurePage(ctx, error);
  else leavePage(ctx, { status: ctx.status, html: htmlOf(ctx, wordsFor(ctx, out, error)) });
}

/** The page of a failure of the hub itself. */
export function leaveFailurePage(ctx: ParameterizedContext, error: unknown): void {
  const messages = wordsIn(ctx);
  const page: Page = isStorageFailure(error)
    ? { status: 503, html: htmlOf(ctx, messages.unavailable()), options: { headers: { 'Retry-After': '5' } } }
    : { status: 500, html: htmlOf(ctx, messages.failure()) };
  leavePage(ctx, page);
}

function htmlOf(ctx: ParameterizedContext, words: Words): string {
  const correlationId = currentRequestContext()?.correlationId;
  return renderErrorPage({
    locale: localeOf(ctx),
    ...words,
    ...(correlationId !== undefined && { correlationId }),
  });
}

function wordsFor(ctx: KoaContextWithOIDC, out: OAuthError, error: unknown): Words {
  const messages = wordsIn(ctx);
  if (error instanceof errors.InvalidRedirectUri) {
    const received = ctx.oidc.params?.redirect_uri;
    return messages.redirectUriMismatch(typeof received === 'string' ? received : '', ctx.oidc.client?.clientName);
  }
  if (error instanceof errors.SessionNotFound) return messages.expired();
  if (error instanceof errors.InvalidClient) return messages.unknownClient();
  const detail = sentence(out.error_description ?? out.error);
  return ctx.path.startsWith(PATHS.logout) ? messages.invalidLogout(detail) : messages.invalidRequest(detail);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
