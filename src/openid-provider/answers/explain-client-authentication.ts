import type { Middleware } from 'koa';
import type { OIDCContext } from 'oidc-provider';

/**
 * The library answers every mistake of client authentication with the same words. A secret of the wrong value gets no
 * more than that; a mismatch between the kind of application and what it sent is explained, because it is what people
 * configure wrong, and it reveals nothing that the application does not show anyway.
 */
export function explainClientAuthentication(): Middleware {
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    const body: unknown = ctx.body;
    if (oidc?.client === undefined || typeof body !== 'object' || body === null || !('error' in body)) return;
    const isPublic = oidc.client.tokenEndpointAuthMethod === 'none';
    const sentSecret = Boolean(oidc.params?.client_secret) || ctx.get('Authorization') !== '';
    if (body.error === 'invalid_client' && isPublic && sentSecret) {
      ctx.body = {
        ...body,
        error_description:
          'this application is public (app_type spa or native) and must not send a client secret; leave it out and use PKCE, or register a regular_web application',
      };
    } else if (body.error === 'invalid_client' && !isPublic && !sentSecret) {
      ctx.body = {
        ...body,
        error_description:
          'this application is confidential and must send its client secret, by HTTP Basic or as client_secret in the body',
      };
    } else if (body.error === 'invalid_request' && !isGrantAllowed(oidc)) {
      // RFC 6749, section 5.2: a grant that the application may not use.
      ctx.body = {
        error: 'unauthorized_client',
        error_description: 'this application may not use the requested grant_type',
      };
    }
  };
}

function isGrantAllowed({ client, params, route }: OIDCContext): boolean {
  const grantType = params?.grant_type;
  if (route !== 'token' || typeof grantType !== 'string' || client === undefined) return true;
  return client.grantTypeAllowed(grantType);
}
