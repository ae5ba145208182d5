/** The sample application's side of OpenID Connect. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';

export interface HubClientOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scope?: string;
  readonly callbackUrl: string;
  readonly signedOutUrl: string;
}

/** What the answer is verified against; kept in the visitor's session. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SignedInPerson {
  readonly claims: IDToken;
  readonly idToken: string;
}

/** Parameters that a visitor may hand through to the hub. */
export const PASSED_PARAMETERS = ['connection', 'login_hint', 'prompt', 'ui_locales', 'max_age'] as const;

export class HubClient {
  private configuration: Promise<Configuration> | undefined;

  constructor(private readonly options: HubClientOptions) {}

  async begin(passed: Readonly<Record<string, string>>): Promise<{ url: URL; checks: SignInChecks }> {
    const configuration = await this.discovered();
    const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(configuration, {
      ...passed,
      redirect_uri: this.options.callbackUrl,
      scope: this.options.scope ?? 'openid profile email',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, checks };
  }

  /** @throws what `openid-client` throws when the answer does not hold. */
  async finish(currentUrl: URL, checks: SignInChecks): Promise<SignedInPerson> {
    const tokens = await authorizationCodeGrant(await this.discovered(), currentUrl, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined || tokens.id_token === undefined) throw new Error('The hub sent no ID token.');
    return { claims, idToken: tokens.id_token };
  }

  async signOutUrl(idToken: string): Promise<URL> {
    return buildEndSessionUrl(await this.discovered(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: this.options.signedOutUrl,
    });
  }

  /** A failed attempt is not kept: the hub may start after the sample application. */
  private discovered(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.options;
    this.configuration ??= discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      clientSecret === undefined ? None() : undefined,
      // The demo runs on plain http; the hub is on this machine. Without the second, `openid-client` leaves the
      // signature of an ID token from the token endpoint unchecked, and the page promises that it was verified.
      { execute: [allowInsecureRequests, enableNonRepudiationChecks] },
    ).catch((error: unknown) => {
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }
}
