import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { renderLogoutPage, renderSignedOutPage } from '../../pages/index.js';
import { PATHS } from '../paths.js';
import { leavePage, localeOf, uiLocalesOf } from './pages.js';

/** The confirmation: a bare link ends no session. */
export function leaveLogoutPage(ctx: KoaContextWithOIDC): void {
  const secret = ctx.oidc.session?.state?.secret;
  if (typeof secret !== 'string') throw new errors.InvalidRequest('could not find logout details');
  const applicationName = ctx.oidc.client?.clientName;
  const uiLocales = uiLocalesOf(ctx);
  // In the URL: the library reads nothing else of the form, and what follows is in the same language.
  const query = uiLocales === '' ? '' : `?${new URLSearchParams({ ui_locales: uiLocales })}`;
  leavePage(ctx, {
    html: renderLogoutPage({
      locale: localeOf(ctx),
      action: `${PATHS.logout}/confirm${query}`,
      hiddenFields: { xsrf: secret },
      ...(applicationName !== undefined && { applicationName }),
    }),
  });
}

/** Where a sign-out ends that goes to no application. */
export function leaveSignedOutPage(ctx: KoaContextWithOIDC): void {
  const applicationName = ctx.oidc.client?.clientName;
  leavePage(ctx, {
    html: renderSignedOutPage({
      locale: localeOf(ctx),
      ...(applicationName !== undefined && { applicationName }),
    }),
  });
}
