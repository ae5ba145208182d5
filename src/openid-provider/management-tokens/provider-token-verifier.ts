import { Injectable } from '@nestjs/common';
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
