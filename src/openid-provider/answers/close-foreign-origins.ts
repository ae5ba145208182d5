import type { Middleware } from 'koa';
import type { OIDCContext } from 'oidc-provider';

/**
 * The edge lets every registered origin read token, userinfo and revocation answers. Once the application is known,
 * only its own origins may.
 */
export function closeForeignOrigins(): Middleware {
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    const origins = oidc?.client?.web_origins;
    if (Array.isArray(origins) && !origins.includes(ctx.get('Origin'))) ctx.remove('Access-Control-Allow-Origin');
  };
}
