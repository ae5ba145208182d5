import type { Middleware, ParameterizedContext } from 'koa';
import type { Provider } from 'oidc-provider';
import { endSession } from '../artifacts/ended-access.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { isResume } from '../protocol/endpoints.js';

/**
 * Ends the session of whoever was signed in when somebody else has just signed in. The library does that by a page that
 * posts itself with a script; this does it without a page. Whoever has just signed in goes on even where the session
 * that the request began with was ended or replaced in another tab meanwhile.
 */
export function switchUser(provider: Provider, artifacts: OidcArtifactStore): Middleware {
  return async (ctx, next) => {
    if (isResume(ctx.path)) await giveWay(provider, artifacts, ctx);
    await next();
  };
}

async function giveWay(provider: Provider, artifacts: OidcArtifactStore, ctx: ParameterizedContext): Promise<void> {
  const uid = ctx.cookies.get(provider.cookieName('resume'), { signed: true });
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  const login = interaction?.result?.login;
  if (interaction === undefined || login === undefined || !ctx.path.endsWith(`/${interaction.uid}`)) return;
  const session = await provider.Session.get(ctx);
  const isOthers = session.accountId !== undefined && session.accountId !== login.accountId;
  if (isOthers) {
    await endSession(session, artifacts);
    await session.destroy();
  }
  if (interaction.session !== undefined && (isOthers || interaction.session.uid !== session.uid)) {
    delete interaction.session;
    await interaction.persist();
  }
}
