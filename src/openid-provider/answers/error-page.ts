import type { KoaContextWithOIDC } from 'oidc-provider';
import { failurePage, type OAuthError, wordsOf } from './error-words.js';
import { leavePage } from './pages.js';

/** An error that must not be sent to the application, because nothing proves that it would reach it: a page. */
export function renderError(ctx: KoaContextWithOIDC, out: OAuthError, error: unknown): void {
  const isOwnFailure = ctx.status < 400 || ctx.status >= 500;
  leavePage(ctx, isOwnFailure ? failurePage(error) : { status: ctx.status, words: wordsOf(ctx, out, error) });
}
