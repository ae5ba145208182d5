/** Connectors of strategies from npm, made with the Passport bridge as an author would. */
import { createRequire } from 'node:module';
import { IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Strategy as OAuth2Strategy, type StrategyOptions, type VerifyCallback } from 'passport-oauth2';
import { type AnyStrategy, definePassportConnector } from '../../src/connectors/passport/index.js';

/** Neither has types: what the tests use of them. */
type StrategyClass = new (options: object, verify: (...given: never[]) => void) => AnyStrategy;
const require = createRequire(import.meta.url);
const { Strategy: GitHubStrategy } = require('passport-github2') as { Strategy: StrategyClass };
const OpenIdConnectStrategy = require('passport-openidconnect') as StrategyClass;

export class UpstreamOptions {
  @IsString()
  @JSONSchema({ description: 'Where the upstream is.' })
  readonly address!: string;

  @IsString()
  @JSONSchema({ description: 'Secret.' })
  readonly client_secret!: string;
}

interface Profile {
  readonly id: string | number;
  readonly displayName?: string;
  readonly emails?: readonly { readonly value: string }[];
}

const common = {
  interfaceVersion: 1,
  protocol: 'oauth2',
  options: UpstreamOptions,
  secrets: ['client_secret'],
  endpointOptions: ['address'],
} as const;

const handOn = (_token: string, _refresh: string, profile: unknown, done: VerifyCallback) =>
  done(null, profile as Express.User);
const identity = ({ id, displayName, emails }: Profile) => ({
  issuer: 'https://upstream.example',
  subject: String(id),
  claims: { name: displayName ?? null, email: emails?.[0]?.value ?? null },
});
const profile = () => ({});

/** `passport-oauth2` as its README shows it to somebody who writes a strategy: one method is overridden. */
class PlainStrategy extends OAuth2Strategy {
  constructor(
    options: StrategyOptions,
    private readonly api: string,
  ) {
    super(options, handOn);
  }

  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    this._oauth2.get(`${this.api}/user`, accessToken, (error, body) => {
      if (error) return done(new Error('no profile'));
      const { id, name } = JSON.parse(String(body)) as { id: number; name: string };
      done(null, { id, displayName: name });
    });
  }
}

export const plain = definePassportConnector<UpstreamOptions, Profile>({
  ...common,
  strategy: 'plain',
  displayName: 'passport-oauth2',
  passport: {
    strategy: ({ options: { address, client_secret }, callbackUrl: callbackURL, hubState }) =>
      new PlainStrategy(
        {
          authorizationURL: `${address}/login/oauth/authorize`,
          tokenURL: `${address}/login/oauth/access_token`,
          clientID: 'hub',
          clientSecret: client_secret,
          callbackURL,
          store: hubState,
          pkce: true,
        },
        `${address}/api/v3`,
      ),
    identity,
    profile,
  },
});

/** With the state that the strategy makes itself. */
export const gitHub2 = definePassportConnector<UpstreamOptions, Profile>({
  ...common,
  strategy: 'github2',
  displayName: 'passport-github2',
  passport: {
    strategy: ({ options: { address, client_secret }, callbackUrl: callbackURL }) =>
      new GitHubStrategy(
        {
          authorizationURL: `${address}/login/oauth/authorize`,
          tokenURL: `${address}/login/oauth/access_token`,
          userProfileURL: `${address}/api/v3/user`,
          userEmailURL: `${address}/api/v3/user/emails`,
          ...{ clientID: 'hub', clientSecret: client_secret, callbackURL, scope: ['user:email'] },
          ...{ state: true, pkce: true },
        },
        handOn,
      ),
    identity,
    profile,
  },
});

export const openIdConnect = definePassportConnector<UpstreamOptions, Profile>({
  ...common,
  strategy: 'openidconnect',
  displayName: 'passport-openidconnect',
  passport: {
    strategy: ({ options: { address, client_secret }, callbackUrl: callbackURL, hubState, request }) =>
      new OpenIdConnectStrategy(
        {
          ...{ issuer: address, authorizationURL: `${address}/auth`, tokenURL: `${address}/token` },
          ...{ userInfoURL: `${address}/me`, skipUserProfile: false, scope: 'profile email', nonce: true },
          ...{ clientID: 'hub', clientSecret: client_secret, callbackURL, store: hubState },
          ...(request?.prompt === undefined ? {} : { prompt: request.prompt }),
        },
        (_issuer: string, found: Profile, done: VerifyCallback) => done(null, found as Express.User),
      ),
    parameters: () => ({}),
    identity,
    profile,
  },
});
