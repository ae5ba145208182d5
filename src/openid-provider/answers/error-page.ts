import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { currentRequestContext } from '../../common/request-context.js';
import { isStorageFailure } from '../../common/storage-failure.js';
import { type ErrorPageInput, renderErrorPage } from '../../login/index.js';
import { PATHS } from '../paths.js';
import { messages } from './messages.js';
import { leavePage, localeOf } from './pages.js';

type Words = Pick<ErrorPageInput, 'title' | 'sentence' | 'advice' | 'actor'>;

/** An error that must not be sent to the application, because nothing proves that it would reach it: a page. */
export function renderError(
  ctx: KoaContextWithOIDC,
  out: { readonly error: string; readonly error_description?: string | undefined },
  error: unknown,
): void {
  const correlationId = currentRequestContext()?.correlationId;
  leavePage(ctx, {
    status: ctx.status >= 400 && ctx.status < 500 ? ctx.status : isStorageFailure(error) ? 503 : 500,
    html: renderErrorPage({
      locale: localeOf(ctx),
      ...wordsFor(ctx, out, error),
      ...(correlationId !== undefined && { correlationId }),
    }),
    ...(isStorageFailure(error) && { options: { headers: { 'Retry-After': '5' } } }),
  });
}

function wordsFor(
  ctx: KoaContextWithOIDC,
  out: { readonly error: string; readonly error_description?: string | undefined },
  error: unknown,
): Words {
  if (isStorageFailure(error)) return messages.unavailable();
  if (out.error === 'server_error') return messages.failure();
  if (error instanceof errors.InvalidRedirectUri) {
    const received = ctx.oidc.params?.redirect_uri;
    const name = ctx.oidc.client?.clientName;
    return messages.redirectUriMismatch(typeof received === 'string' ? received : '', name);
  }
  if (error instanceof errors.SessionNotFound) return messages.expired();
  if (error instanceof errors.InvalidClient) return messages.unknownClient();
  const detail = sentence(out.error_description ?? out.error);
  return ctx.path.startsWith(PATHS.logout) ? messages.invalidLogout(detail) : messages.invalidRequest(detail);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
