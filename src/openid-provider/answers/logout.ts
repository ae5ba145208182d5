import type { Middleware, ParameterizedContext } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { EventRecorder } from '../../events/index.js';
import { messagesFor, renderContinuePage, renderLogoutPage, renderSignedOutPage } from '../../pages/index.js';
import { endSession } from '../artifacts/ended-access.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { PATHS } from '../protocol/endpoints.js';
import { leavePage, localeOf, uiLocalesOf } from './pages.js';

/** Asks before it signs anybody out: a bare link ends no session. */
export function leaveLogoutPage(ctx: KoaContextWithOIDC): void {
  const secret = ctx.oidc.session?.state?.secret;
  if (typeof secret !== 'string') throw new errors.InvalidRequest('could not find logout details');
  const uiLocales = uiLocalesOf(ctx);
  // In the URL: the library reads nothing else of the form, and what follows is in the same language.
  const query = uiLocales === '' ? '' : `?${new URLSearchParams({ ui_locales: uiLocales })}`;
  leavePage(ctx, {
    html: renderLogoutPage({
      locale: localeOf(ctx),
      action: `${PATHS.logout}/confirm${query}`,
      hiddenFields: { xsrf: secret },
      applicationName: ctx.oidc.client?.clientName,
    }),
  });
}

/** Shows where a sign-out ends that goes to no application. */
export function leaveSignedOutPage(ctx: KoaContextWithOIDC): void {
  leavePage(ctx, {
    html: renderSignedOutPage({ locale: localeOf(ctx), applicationName: ctx.oidc.client?.clientName }),
  });
}

/**
 * Changes how the library ends a sign-out: it ends everything issued in the session; nobody is asked to confirm the end
 * of a session that is not there; and the form goes to an application by a page, because `form-action 'self'` holds for
 * every hop of a redirect.
 */
export function completeLogout(issuer: string, artifacts: OidcArtifactStore, events: EventRecorder): Middleware {
  return async (ctx, next) => {
    await next();
    const context = ctx as KoaContextWithOIDC;
    const route = context.oidc?.route;
    if (route === 'end_session_confirm' && ctx.status === 303) {
      await endEverything(context, artifacts, events);
      leaveForm(ctx, issuer);
    }
    if (route === 'end_session' && ctx.status === 200 && context.oidc.session?.accountId === undefined) {
      leaveWithoutSession(context);
    }
  };
}

async function endEverything(
  { oidc: { session, params, client } }: KoaContextWithOIDC,
  artifacts: OidcArtifactStore,
  events: EventRecorder,
): Promise<void> {
  if (session === undefined || !params?.logout) return;
  await endSession(session, artifacts);
  if (session.accountId === undefined) return;
  await events.record({
    type: 'slo',
    description: 'Signed out.',
    userId: session.accountId,
    ...(client !== undefined && { clientId: client.clientId }),
  });
}

/** Leads on from the posted confirmation: within the hub by the library's redirect, to an application by a page. */
function leaveForm(ctx: ParameterizedContext, issuer: string): void {
  const target = new URL(ctx.response.get('Location'), issuer);
  const uiLocales = uiLocalesOf(ctx);
  if (uiLocales !== '' && target.href === `${issuer}${PATHS.logout}/success`) {
    target.searchParams.set('ui_locales', uiLocales);
    redirect(ctx, target);
  }
  if (target.origin !== issuer) continueByPage(ctx, target);
}

/** The target was checked against the application's registered ones before. */
function leaveWithoutSession(ctx: KoaContextWithOIDC): void {
  const state = ctx.oidc.session?.state;
  const target = state?.postLogoutRedirectUri;
  if (typeof target !== 'string') {
    leaveSignedOutPage(ctx);
    return;
  }
  const url = new URL(target);
  if (typeof state?.state === 'string') url.searchParams.set('state', state.state);
  if (ctx.method === 'GET') {
    ctx.remove('Content-Length');
    redirect(ctx, url);
  } else continueByPage(ctx, url);
}

function redirect(ctx: ParameterizedContext, target: URL): void {
  ctx.redirect(target.href);
  ctx.status = 303;
}

function continueByPage(ctx: ParameterizedContext, { href, host }: URL): void {
  const locale = localeOf(ctx);
  const html = renderContinuePage({ locale, url: href, label: messagesFor(locale).continueTo(host) });
  leavePage(ctx, { html, options: { refresh: href } });
}
