/**
 * What carries one sign-in to Microsoft and back: the connector's own code, or Microsoft's own Passport strategy. A driver
 * decides nothing about a person: whatever it brings back goes through the same verification.
 */
import type { AuthorizeRedirect, AuthorizeRequest, CallbackResponse, JsonObject } from '../../connector.js';
import type { ConnectorError } from '../../connector-error.js';
import type { ProviderMetadata, TokenResponse } from '../../oidc/index.js';

export interface DriverRequest {
  /** Accepted already. */
  readonly metadata: ProviderMetadata;
  readonly request: AuthorizeRequest;
  /** Space-separated. */
  readonly scope: string;
  /** `prompt`, hints and the like. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface DriverBegun extends Pick<AuthorizeRedirect, 'url' | 'state'> {
  readonly checks: {
    readonly nonce: string;
    readonly code_verifier: string;
    /** What the strategy wrote into its session. */
    readonly session?: JsonObject;
  };
}

export interface DriverAnswer {
  readonly metadata: ProviderMetadata;
  readonly response: CallbackResponse;
  readonly code: string;
  readonly checks: DriverBegun['checks'];
  /** Further parameters of the token request. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface DriverTokens {
  readonly tokens: TokenResponse;
  /** The driver got these tokens and does not believe them. Our verifier is asked first: it says more exactly why. */
  readonly refusal?: ConnectorError;
}

export interface Driver {
  begin(request: DriverRequest): Promise<DriverBegun>;
  /** @throws what `redeemCode` throws, or a ConnectorError. */
  redeem(answer: DriverAnswer): Promise<DriverTokens>;
}
