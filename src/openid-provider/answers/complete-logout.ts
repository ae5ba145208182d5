import type { Middleware, ParameterizedContext } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { PorticoConfig } from '../../config/index.js';
import type { EventRecorder } from '../../events/index.js';
import { messagesFor, renderContinuePage } from '../../pages/index.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { PATHS } from '../paths.js';
import { leaveSignedOutPage } from './logout-pages.js';
import { leavePage, localeOf, uiLocalesOf } from './pages.js';

/**
 * Ends of a sign-out that the library does otherwise: it ends everything issued in the session, refresh tokens
 * included (RFC 9700, section 4.14.2); nobody is asked to confirm the end of a session that is not there; and the form
 * goes to an application by a page, because `form-action 'self'` holds for every hop of a redirect.
 */
export function completeLogout(
  config: Pick<PorticoConfig, 'issuer'>,
  artifacts: OidcArtifactStore,
  events: EventRecorder,
): Middleware {
  return async (ctx, next) => {
    await next();
    const context = ctx as KoaContextWithOIDC;
    const route = context.oidc?.route;
    if (route === 'end_session_confirm' && ctx.status === 303) {
      await endEverything(context, artifacts, events);
      continueByPage(ctx, config.issuer);
    }
    if (route === 'end_session' && ctx.status === 200 && context.oidc.session?.accountId === undefined) {
      leaveWithoutSession(context);
    }
  };
}

async function endEverything(
  { oidc }: KoaContextWithOIDC,
  artifacts: OidcArtifactStore,
  events: EventRecorder,
): Promise<void> {
  const { session, params, client } = oidc;
  if (session === undefined || !params?.logout) return;
  for (const { grantId } of Object.values(session.authorizations ?? {})) {
    if (grantId !== undefined) await artifacts.removeGrant(grantId);
  }
  // Two tabs that finished at the same moment leave two ids of one session.
  await artifacts.removeByUid('Session', session.uid);
  if (session.accountId === undefined) return;
  await events.record({
    type: 'slo',
    description: 'Signed out.',
    userId: session.accountId,
    ...(client !== undefined && { clientId: client.clientId }),
  });
}

function continueByPage(ctx: ParameterizedContext, issuer: string): void {
  const target = new URL(ctx.response.get('Location'), issuer);
  const uiLocales = uiLocalesOf(ctx);
  if (uiLocales !== '' && target.href === `${issuer}${PATHS.logout}/success`) {
    target.searchParams.set('ui_locales', uiLocales);
    ctx.redirect(target.href);
    ctx.status = 303;
  }
  if (target.origin === issuer) return;
  const html = renderContinuePage({
    locale: localeOf(ctx),
    url: target.href,
    label: messagesFor(localeOf(ctx)).continueTo(target.host),
  });
  leavePage(ctx, { html, options: { refresh: target.href } });
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
    ctx.redirect(url.href);
    ctx.status = 303;
    return;
  }
  const html = renderContinuePage({
    locale: localeOf(ctx),
    url: url.href,
    label: messagesFor(localeOf(ctx)).continueTo(url.host),
  });
  leavePage(ctx, { html, options: { refresh: url.href } });
}
