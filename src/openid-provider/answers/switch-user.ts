import type { Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { endpointAt, PATHS } from '../paths.js';

/**
 * When somebody else signed in than the session's user, the session ends before the new one begins. The library does
 * that by a page that posts itself with a script; this does it without a page. And whoever just signed in goes on,
 * although the session that the request began with was ended or replaced in another tab meanwhile.
 */
export function switchUser(provider: Provider, artifacts: OidcArtifactStore): Middleware {
  return async (ctx, next) => {
    const isResume = ctx.path !== PATHS.authorize && endpointAt(ctx.path)?.methods.join() === 'GET';
    if (isResume && ctx.path.startsWith(`${PATHS.authorize}/`)) await giveWay(provider, artifacts, ctx);
    await next();
  };
}

async function giveWay(
  provider: Provider,
  artifacts: OidcArtifactStore,
  ctx: Parameters<Middleware>[0],
): Promise<void> {
  const uid = ctx.cookies.get(provider.cookieName('resume'), { signed: true });
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  const login = interaction?.result?.login;
  if (interaction === undefined || login === undefined || !ctx.path.endsWith(`/${interaction.uid}`)) return;
  const session = await provider.Session.get(ctx);
  const isOthers = session.accountId !== undefined && session.accountId !== login.accountId;
  if (isOthers) await endSession(session, artifacts);
  if (interaction.session !== undefined && (isOthers || interaction.session.uid !== session.uid)) {
    delete interaction.session;
    await interaction.persist();
  }
}

async function endSession(session: InstanceType<Provider['Session']>, artifacts: OidcArtifactStore): Promise<void> {
  for (const { grantId } of Object.values(session.authorizations ?? {})) {
    if (grantId !== undefined) await artifacts.removeGrant(grantId);
  }
  await artifacts.removeByUid('Session', session.uid);
  await session.destroy();
}
