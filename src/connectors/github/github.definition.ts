/** GitHub as a kind of upstream: `passport-oauth2` through the Passport bridge. */
import { Strategy, type VerifyCallback } from 'passport-oauth2';
import { definePassportConnector, type StrategyInput } from '../passport/index.js';
import { checkGitHub } from './github.check.js';
import { gitHubFailure } from './github.errors.js';
import { needsOrganizations, readIdentity } from './github.identity.js';
import { gitHubTranslations } from './github.messages.js';
import { GitHubOptions } from './github.options.js';
import { toProfile } from './github.profile.js';

export const gitHub = definePassportConnector<GitHubOptions, string>({
  interfaceVersion: 1,
  strategy: 'github',
  displayName: 'GitHub',
  protocol: 'oauth2',
  guide: new URL('./README.md', import.meta.url),
  options: GitHubOptions,
  secrets: ['client_secret'],
  endpointOptions: ['base_url', 'client_id'],
  abilities: ['check'],
  messages: gitHubTranslations,
  passport: {
    strategy: ({ options, callbackUrl, hubState }: StrategyInput<GitHubOptions>) =>
      new Strategy(
        {
          authorizationURL: `${options.base_url}/login/oauth/authorize`,
          tokenURL: `${options.base_url}/login/oauth/access_token`,
          clientID: options.client_id,
          clientSecret: options.client_secret,
          callbackURL: callbackUrl,
          scope: [...scopesOf(options)],
          pkce: true,
          store: hubState,
          // Read with `fetch` below, where a list has pages and a refusal a reason.
          skipUserProfile: true,
        },
        (accessToken: string, _refreshToken: string, _profile: unknown, done: VerifyCallback) =>
          done(null, accessToken),
      ),
    // GitHub can show its account picker and nothing else: it proves no fresh sign-in, and answers nothing silently.
    parameters: ({ prompt, loginHint }) => {
      if (prompt !== undefined && prompt !== 'select_account') return undefined;
      return {
        ...(prompt === undefined ? {} : { prompt }),
        // With the picker a suggested account would leave no choice.
        ...(prompt === undefined && loginHint !== undefined ? { login: loginHint } : {}),
      };
    },
    identity: (accessToken, { options, fetch }) => readIdentity(accessToken, options, fetch),
    profile: toProfile,
    failure: gitHubFailure,
    check: checkGitHub,
  },
});

function scopesOf(options: GitHubOptions): ReadonlySet<string> {
  const organizations = needsOrganizations(options) || options.groups === 'teams' ? ['read:org'] : [];
  return new Set(['read:user', 'user:email', ...organizations, ...(options.scope ?? [])]);
}
