import type { Middleware } from 'koa';
import type { OIDCContext } from 'oidc-provider';
import { JWKS_MAX_AGE } from '../keys/signing-keys.js';
import { PATHS } from '../protocol/endpoints.js';

/** Makes discovery say exactly what works, and lets neither it nor the keys be kept longer than a key rotation allows. */
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

/**
 * Keeps an answer from the pages of foreign origins. The edge lets every registered origin read token, userinfo and
 * revocation answers; once the application is known, only its own origins may.
 */
export function closeForeignOrigins(): Middleware {
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    const origins = oidc?.client?.web_origins;
    if (Array.isArray(origins) && !origins.includes(ctx.get('Origin'))) ctx.remove('Access-Control-Allow-Origin');
  };
}

/**
 * Explains a mismatch between the kind of application and what it sent, because people often configure that wrong, and
 * it reveals nothing that the application does not show anyway. The library answers every mistake of client
 * authentication with the same words, and a wrong secret gets no more than those.
 */
export function explainClientAuthentication(): Middleware {
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    const body: unknown = ctx.body;
    if (oidc?.client === undefined || typeof body !== 'object' || body === null || !('error' in body)) return;
    const isPublic = oidc.client.tokenEndpointAuthMethod === 'none';
    const sentSecret = Boolean(oidc.params?.client_secret) || ctx.get('Authorization') !== '';
    if (body.error === 'invalid_client' && isPublic === sentSecret) {
      ctx.body = { ...body, error_description: isPublic ? SECRET_OF_PUBLIC : NO_SECRET };
    } else if (body.error === 'invalid_request' && !isGrantAllowed(oidc)) {
      // RFC 6749, section 5.2: a grant that the application may not use.
      ctx.body = {
        error: 'unauthorized_client',
        error_description: 'this application may not use the requested grant_type',
      };
    }
  };
}

const SECRET_OF_PUBLIC =
  'this application is public (app_type spa or native) and must not send a client secret; leave it out and use PKCE, or register a regular_web application';
const NO_SECRET =
  'this application is confidential and must send its client secret, by HTTP Basic or as client_secret in the body';

function isGrantAllowed({ client, params, route }: OIDCContext): boolean {
  const grantType = params?.grant_type;
  if (route !== 'token' || typeof grantType !== 'string' || client === undefined) return true;
  return client.grantTypeAllowed(grantType);
}
