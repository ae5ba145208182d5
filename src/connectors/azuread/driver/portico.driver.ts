/** The default driver: the blocks that every OpenID Connect connector is made of. */
import type { ConnectorRuntime } from '../../connector.js';
import { beginAuthorization, redeemCode } from '../../oidc/index.js';
import type { AzureAdOptions } from '../azuread.options.js';
import type { Driver, DriverAnswer, DriverBegun, DriverRequest, DriverTokens } from './driver.js';

export class PorticoDriver implements Driver {
  constructor(
    private readonly options: AzureAdOptions,
    private readonly runtime: ConnectorRuntime,
  ) {}

  begin({ metadata, request, scope, parameters }: DriverRequest): Promise<DriverBegun> {
    const { client_id: clientId } = this.options;
    const authorizationEndpoint = metadata.authorization_endpoint;
    return beginAuthorization({ authorizationEndpoint, clientId, scope, request, parameters });
  }

  async redeem({ metadata, response, code, checks, parameters }: DriverAnswer): Promise<DriverTokens> {
    const { client_id: clientId, client_secret: clientSecret } = this.options;
    const tokens = await redeemCode({
      tokenEndpoint: metadata.token_endpoint,
      clientId,
      clientSecret,
      authentication: 'client_secret_post',
      code,
      redirectUri: response.callbackUrl,
      codeVerifier: checks.code_verifier,
      ...(parameters === undefined ? {} : { parameters }),
      runtime: this.runtime,
      signal: response.signal,
    });
    return { tokens };
  }
}
