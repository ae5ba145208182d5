/** The code for tokens, in the library's place: by our client, within the sign-in's time, with the keys fetched beside. */
import { decodeProtectedHeader } from 'jose';
import type { KeySource, PublishedKey, RedeemCodeOptions, TokenResponse } from '../../oidc/index.js';

/** As the library's oauthConfig names it. */
export interface LibraryRequest {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  readonly extraTokenReqQueryParams?: { readonly code_verifier?: string };
}

/** Redeems a code with what is sent to prove whose it is: within the sign-in's time, by the guarded client. */
export type Exchange = (
  sent: Pick<RedeemCodeOptions, 'clientId' | 'clientSecret' | 'code' | 'redirectUri' | 'codeVerifier'>,
) => Promise<TokenResponse>;

interface RedemptionOptions {
  readonly exchange: Exchange;
  readonly keys: KeySource;
  readonly jwksUri: string;
  readonly signal: AbortSignal;
}

type Outcome =
  | { readonly kind: 'tokens'; readonly tokens: TokenResponse }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'none' };

export class Redemption {
  private redeemed: Outcome = { kind: 'none' };
  private found: readonly PublishedKey[] = [];

  constructor(private readonly options: RedemptionOptions) {}

  /** What came of it: the library reports neither Microsoft's error nor why keys are missing. */
  result(): Outcome {
    return this.redeemed;
  }

  /** The one key that may have signed, or none. */
  get keys(): readonly PublishedKey[] {
    return this.found;
  }

  /** @throws whatever went wrong, which `result` has too. */
  async redeem(code: string, request: LibraryRequest): Promise<TokenResponse> {
    try {
      const tokens = await this.options.exchange({
        clientId: request.clientID,
        clientSecret: request.clientSecret,
        code,
        redirectUri: request.redirectUrl,
        codeVerifier: request.extraTokenReqQueryParams?.code_verifier ?? '',
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
    const { keys, jwksUri, signal } = this.options;
    let kid: unknown;
    try {
      kid = decodeProtectedHeader(idToken ?? '').kid;
    } catch {
      return [];
    }
    if (typeof kid !== 'string') return [];
    return [(await keys.find(jwksUri, { kid, alg: 'RS256' }, signal)).jwk];
  }
}
