import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { ApplicationDirectory } from '../../applications/index.js';

export interface ManagementTokenRules {
  /** Audience of the management API: the only one there is. */
  readonly audience: string;
  readonly applications: ApplicationDirectory;
}

/**
 * `client_credentials` (RFC 6749, section 4.4) for the management API and nothing else. `audience` names it, as in the
 * dialect of its tools; `resource` (RFC 8707) is the same. Without `scope` the token carries all that was granted, with
 * it exactly what was asked for, or nothing.
 */
export function registerClientCredentials(provider: Provider, rules: ManagementTokenRules): void {
  provider.registerGrantType(
    'client_credentials',
    async (ctx) => {
      const token = await issue(provider, rules, ctx);
      const value = await token.save();
      ctx.body = {
        access_token: value,
        expires_in: token.expiration,
        token_type: 'Bearer',
        ...(token.scope !== undefined && { scope: token.scope }),
      };
    },
    ['audience', 'resource', 'scope'],
  );
}

async function issue(provider: Provider, { audience, applications }: ManagementTokenRules, ctx: KoaContextWithOIDC) {
  const { client, params } = ctx.oidc;
  if (client === undefined) throw new errors.InvalidRequest('client_id is missing');
  const wanted = params?.audience ?? params?.resource;
  const granted = await applications.grantedScopes(client.clientId, audience);
  if (granted.length === 0) {
    throw new errors.UnauthorizedClient(
      `this application has no grant for any API; an administrator can give it one for ${audience}`,
    );
  }
  if (wanted === undefined) {
    throw new errors.InvalidRequest(`audience is missing; the management API's is ${audience}`);
  }
  if (wanted !== audience) throw new errors.InvalidTarget(`audience is unknown; the management API's is ${audience}`);
  const token = new provider.ClientCredentials({ client, scope: scopeOf(params?.scope, granted) });
  token.setAudience(audience);
  ctx.oidc.entity('ClientCredentials', token);
  return token;
}

function scopeOf(asked: unknown, granted: readonly string[]): string {
  if (typeof asked !== 'string' || asked.trim() === '') return granted.join(' ');
  const scopes = [...new Set(asked.split(' ').filter(Boolean))];
  const refused = scopes.filter((scope) => !granted.includes(scope));
  if (refused.length > 0) {
    throw new errors.InvalidScope('scope has values that this application was not granted', refused.join(' '));
  }
  return scopes.join(' ');
}
