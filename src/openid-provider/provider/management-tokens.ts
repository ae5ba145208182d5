import { Injectable } from '@nestjs/common';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { ApplicationDirectory } from '../../applications/index.js';
import { Clock } from '../../common/clock.js';
import { PorticoConfig } from '../../config/index.js';
import {
  MANAGEMENT_SCOPES,
  type ManagementScope,
  type ManagementToken,
  ManagementTokenVerifier,
} from '../../management/index.js';
import { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';

/**
 * Issues tokens for the management API, and for nothing else, by `client_credentials` (RFC 6749, section 4.4). The request
 * names the API by `audience`, as the tools of its dialect do, or by `resource` (RFC 8707). Without `scope` the token
 * carries all that was granted; with it exactly what was asked for, or there is none.
 *
 * @param audience of the management API: the only one there is.
 */
export function registerClientCredentials(
  provider: Provider,
  audience: string,
  applications: ApplicationDirectory,
): void {
  provider.registerGrantType(
    'client_credentials',
    async (ctx) => {
      const token = await issue(provider, audience, applications, ctx);
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

async function issue(
  provider: Provider,
  audience: string,
  applications: ApplicationDirectory,
  ctx: KoaContextWithOIDC,
) {
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

const MAX_TOKEN = 256;

/**
 * Verifies tokens of the management API. They are opaque and looked up as `ClientCredentials`, so that neither an ID
 * token nor a user's access token is ever taken for one. What was granted counts now, not when the token was issued.
 */
@Injectable()
export class ProviderTokenVerifier extends ManagementTokenVerifier {
  constructor(
    private readonly artifacts: OidcArtifactStore,
    private readonly applications: ApplicationDirectory,
    private readonly config: PorticoConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async verify(token: string): Promise<ManagementToken | undefined> {
    if (token === '' || token.length > MAX_TOKEN) return undefined;
    const found = await this.artifacts.find('ClientCredentials', token, this.clock.now());
    if (found === undefined) return undefined;
    const { clientId, aud, scope } = found.payload;
    const audience = this.config.managementAudience;
    if (typeof clientId !== 'string' || aud !== audience) return undefined;
    if ((await this.applications.findEnabled(clientId)) === undefined) return undefined;
    const granted = new Set(await this.applications.grantedScopes(clientId, audience));
    const carried = new Set(typeof scope === 'string' ? scope.split(' ') : []);
    const scopes = MANAGEMENT_SCOPES.filter((known) => carried.has(known) && granted.has(known));
    return granted.size === 0 ? undefined : { clientId, scopes: new Set<ManagementScope>(scopes) };
  }
}
