import type { Middleware, ParameterizedContext } from 'koa';
import { errors, type KoaContextWithOIDC, type OIDCContext, type Provider } from 'oidc-provider';
import { Overtaken, type UnitOfWork } from '../../common/unit-of-work.js';
import type { EventRecorder, EventType, NewEvent } from '../../events/index.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';

const TYPES: Readonly<Record<string, { readonly ok: EventType; readonly failed: EventType; readonly what: string }>> = {
  authorization_code: { ok: 'seacft', failed: 'feacft', what: 'authorization code' },
  refresh_token: { ok: 'sertft', failed: 'fertft', what: 'refresh token' },
  client_credentials: { ok: 'seccft', failed: 'feccft', what: 'client credentials' },
};

/**
 * Records every exchange at the token endpoint that names a grant type the hub knows, for operators, together with what it
 * gave. Of many that redeem one code or refresh token at once, one goes on.
 */
export function recordExchanges(
  provider: Provider,
  events: EventRecorder,
  artifacts: OidcArtifactStore,
  units: UnitOfWork,
): Middleware {
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
    const record = async (): Promise<void> => {
      const event = exchangeEvent(oidc, ctx.body, causes.get(ctx.req));
      if (event !== undefined) await events.record(event);
    };
    if (ctx.status >= 500) units.discard();
    await record();
    try {
      await units.commit();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      await endGrant(oidc, artifacts);
      refuse(ctx);
      await record();
    }
  };
}

/**
 * Whoever comes second holds something that was used before: RFC 6749, section 4.1.2, and RFC 9700, section 4.14.2, end
 * everything that the first use gave.
 */
async function endGrant({ entities }: OIDCContext, artifacts: OidcArtifactStore): Promise<void> {
  const { grantId } = entities.AuthorizationCode ?? entities.RefreshToken ?? {};
  if (grantId !== undefined) await artifacts.removeGrant(grantId);
}

/** Answers as the library does where it finds the code or token used. */
function refuse(ctx: ParameterizedContext): void {
  const { error, error_description } = new errors.InvalidGrant('consumed by another request at the same time');
  ctx.status = 400;
  ctx.body = { error, error_description };
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
