import { createHash } from 'node:crypto';
import { Browser, type Visit } from './browser.js';
import { SECRET, type TestProvider } from './openid-provider.js';

export const CALLBACK = 'https://app.example/cb';
export const VERIFIER = 'v'.repeat(43);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

type Parameters = Readonly<Record<string, string | undefined>>;

/** The JSON of a token endpoint answer, read without trust. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Drives the protocol by hand, so that a test can bend one detail. `undefined` leaves a parameter out. */
export class OidcDriver {
  constructor(private readonly hub: TestProvider) {}

  authorizeUrl(parameters: Parameters = {}): URL {
    const url = new URL('/authorize', this.hub.origin);
    const all: Parameters = {
      client_id: 'web',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid email',
      state: 'st',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...parameters,
    };
    for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
    return url;
  }

  /** Follows everything up to the first step off the hub. */
  authorize(parameters: Parameters = {}, browser = new Browser()): Promise<Visit> {
    return browser.open(this.authorizeUrl(parameters), { stopAt: (target) => target.origin !== this.hub.origin });
  }

  async code(parameters: Parameters = {}, browser = new Browser()): Promise<string> {
    const { url, body } = await this.authorize(parameters, browser);
    const code = url.searchParams.get('code');
    if (code === null) throw new Error(`No code at ${url}: ${body.slice(0, 300)}`);
    return code;
  }

  /** A confidential application authenticates by the body unless told otherwise. */
  token(parameters: Parameters, headers: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> {
    return this.post('/oauth/token', { client_id: 'web', client_secret: SECRET, ...parameters }, headers);
  }

  redeem(code: string, parameters: Parameters = {}): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...parameters,
    });
  }

  refresh(refreshToken: unknown, parameters: Parameters = {}): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: String(refreshToken), ...parameters });
  }

  async tokens(parameters: Parameters = {}, browser = new Browser()): Promise<TokenAnswer['body']> {
    return (await this.redeem(await this.code({ scope: 'openid email offline_access', ...parameters }, browser))).body;
  }

  async userInfo(accessToken: unknown): Promise<number> {
    const headers = { authorization: `Bearer ${String(accessToken)}` };
    return (await fetch(new URL('/userinfo', this.hub.origin), { headers })).status;
  }

  async post(
    path: string,
    parameters: Parameters | URLSearchParams,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TokenAnswer> {
    const given =
      parameters instanceof URLSearchParams
        ? parameters
        : new URLSearchParams(
            Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
              value === undefined ? [] : [[name, value]],
            ),
          );
    const response = await fetch(new URL(path, this.hub.origin), { method: 'POST', body: given, headers });
    const text = await response.text();
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, body };
  }
}
