import type { Middleware } from 'koa';
import type { OIDCContext } from 'oidc-provider';
import { type Logger, tellSignIn } from '../../common/logging/index.js';

/** What a request of each of the library's routes means for a sign-in, once it was answered without an error. */
const STEPS: Readonly<Record<string, (oidc: OIDCContext) => string>> = {
  authorization: ({ entities }) =>
    entities.AuthorizationCode === undefined
      ? 'the application asked for it'
      : 'the session sufficed, a code was given',
  resume: ({ entities }) =>
    entities.AuthorizationCode === undefined ? 'something is missing still' : 'a code was given',
  token: () => 'tokens were given',
  userinfo: () => 'the application read the claims',
};

/** Tells the steps of a sign-in that the OpenID Provider sees, for `LOG_LEVEL=debug`. */
export function tellSteps(logger: Logger): Middleware {
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    const step = STEPS[oidc?.route ?? ''];
    // An application that acts as itself signs nobody in.
    if (oidc === undefined || step === undefined || oidc.params?.grant_type === 'client_credentials') return;
    const { AuthorizationCode: code, AccessToken: token, Interaction: interaction } = oidc.entities;
    const isRefused = ctx.status >= 400;
    tellSignIn(logger, isRefused ? 'the application was refused' : step(oidc), {
      interaction: interaction?.uid,
      grant: code?.grantId ?? token?.grantId,
      route: oidc.route,
      client: oidc.client?.clientId,
      user: oidc.account?.accountId ?? oidc.session?.accountId,
    });
  };
}
