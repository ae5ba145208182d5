import type { Middleware } from 'koa';
import type { errors, KoaContextWithOIDC, OIDCContext, Provider } from 'oidc-provider';
import type { Logger } from '../../common/logging/index.js';
import type { EventRecorder, EventType, NewEvent } from '../../events/index.js';

const TYPES: Readonly<Record<string, { readonly ok: EventType; readonly failed: EventType; readonly what: string }>> = {
  authorization_code: { ok: 'seacft', failed: 'feacft', what: 'authorization code' },
  refresh_token: { ok: 'sertft', failed: 'fertft', what: 'refresh token' },
  client_credentials: { ok: 'seccft', failed: 'feccft', what: 'client credentials' },
};

/** Records every exchange at the token endpoint that names a grant type the hub knows, for operators. */
export function recordExchanges(provider: Provider, events: EventRecorder, logger: Logger): Middleware {
  // Why it was refused, which the answer does not say.
  const causes = new WeakMap<object, string>();
  provider.on('grant.error', (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
    if (error.error_detail !== undefined) causes.set(ctx.req, error.error_detail);
  });
  return async (ctx, next) => {
    await next();
    const oidc: OIDCContext | undefined = ctx.oidc;
    // Refused for their number alone: they must not cost a row each.
    if (oidc?.route !== 'token' || ctx.status === 429) return;
    const event = exchangeEvent(oidc, ctx.body, causes.get(ctx.req));
    if (event === undefined) return;
    try {
      await events.record(event);
    } catch (error) {
      // The tokens are issued: a missing line in the log must not take them back.
      logger.error({ err: error, type: event.type }, 'An event could not be recorded.');
    }
  };
}

function exchangeEvent(oidc: OIDCContext, body: unknown, cause: string | undefined): NewEvent | undefined {
  const grantType = oidc.params?.grant_type;
  const known = typeof grantType === 'string' && Object.hasOwn(TYPES, grantType) ? TYPES[grantType] : undefined;
  if (known === undefined) return undefined;
  const { client, account } = oidc;
  const who = {
    ...(client !== undefined && { clientId: client.clientId }),
    ...(account !== undefined && { userId: account.accountId }),
  };
  const failure = failureOf(body);
  if (failure === undefined) {
    return { type: known.ok, description: `Exchanged a ${known.what} for tokens.`, ...who };
  }
  return {
    type: known.failed,
    description: `Refused to exchange a ${known.what}: ${cause ?? failure.description}.`,
    ...who,
    details: { reason: failure.error },
  };
}

function failureOf(body: unknown): { readonly error: string; readonly description: string } | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body) || typeof body.error !== 'string')
    return undefined;
  const description =
    'error_description' in body && typeof body.error_description === 'string' ? body.error_description : body.error;
  return { error: body.error, description };
}
