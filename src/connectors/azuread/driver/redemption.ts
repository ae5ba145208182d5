/** The code for tokens, in the library's place: by our client, within the sign-in's time, with the keys fetched beside. */
import { decodeProtectedHeader } from 'jose';
import type { ConnectorRuntime } from '../../connector.js';
import {
  type KeySource,
  type ProviderMetadata,
  type PublishedKey,
  redeemCode,
  type TokenResponse,
} from '../../oidc/index.js';

/** As the library's oauthConfig names it. */
export interface LibraryRequest {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  readonly extraTokenReqQueryParams?: { readonly code_verifier?: string };
}

export interface RedemptionOptions {
  readonly metadata: ProviderMetadata;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly runtime: ConnectorRuntime;
  readonly keys: KeySource;
  readonly signal: AbortSignal;
}

export type Redeemed =
  | { readonly kind: 'tokens'; readonly tokens: TokenResponse }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'none' };

export class Redemption {
  private redeemed: Redeemed = { kind: 'none' };
  private found: readonly PublishedKey[] = [];

  constructor(private readonly options: RedemptionOptions) {}

  /** What came of it: the library reports neither Microsoft's error nor why keys are missing. */
  result(): Redeemed {
    return this.redeemed;
  }

  /** The one key that may have signed, or none. */
  get keys(): readonly PublishedKey[] {
    return this.found;
  }

  /** @throws whatever went wrong, which `result` has too. */
  async redeem(code: string, request: LibraryRequest): Promise<TokenResponse> {
    const { metadata, parameters, runtime, signal } = this.options;
    try {
      const tokens = await redeemCode({
        tokenEndpoint: metadata.token_endpoint,
        clientId: request.clientID,
        clientSecret: request.clientSecret,
        authentication: 'client_secret_post',
        code,
        redirectUri: request.redirectUrl,
        codeVerifier: request.extraTokenReqQueryParams?.code_verifier ?? '',
        ...(parameters === undefined ? {} : { parameters }),
        runtime,
        signal,
      });
      this.found = await this.keysFor(tokens.id_token);
      this.redeemed = { kind: 'tokens', tokens };
      return tokens;
    } catch (error) {
      this.redeemed = { kind: 'failed', error };
      throw error;
    }
  }

  /** By the header, which nothing vouches for yet: it only chooses the key. What is malformed has none. */
  private async keysFor(idToken: string | undefined): Promise<readonly PublishedKey[]> {
    const { keys, metadata, signal } = this.options;
    let kid: unknown;
    try {
      kid = decodeProtectedHeader(idToken ?? '').kid;
    } catch {
      return [];
    }
    if (typeof kid !== 'string') return [];
    return [(await keys.find(metadata.jwks_uri, { kid, alg: 'RS256' }, signal)).jwk];
  }
}
