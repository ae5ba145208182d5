import type { Middleware } from 'koa';
import { JWKS_MAX_AGE } from '../keys/key-rules.js';
import { PATHS } from '../paths.js';

/** Discovery says exactly what works, and neither it nor the keys are kept longer than a key rotation allows. */
export function publishMetadata(): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.status !== 200 || (ctx.path !== PATHS.discovery && ctx.path !== PATHS.jwks)) return;
    ctx.set('Cache-Control', `public, max-age=${JWKS_MAX_AGE}`);
    // The library says `application/jwk-set+json`, which older clients refuse.
    ctx.type = 'application/json';
    if (ctx.path !== PATHS.discovery || typeof ctx.body !== 'object' || ctx.body === null) return;
    ctx.body = {
      ...ctx.body,
      response_modes_supported: ['query'],
      request_parameter_supported: false,
      prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
    };
  };
}
