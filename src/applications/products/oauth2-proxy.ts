import { type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';
import { comment, tomlString } from './quoting.js';

/** oauth2-proxy with its provider `oidc`, built on go-oidc. */
export const oauth2Proxy: Product = {
  name: 'oauth2-proxy',
  displayName: 'oauth2-proxy',
  format: 'toml',
  destination: 'into the file that oauth2-proxy is started with as --config, and add the upstreams it protects',
  callbackPath: '/oauth2/callback',
  exampleUrl: 'https://app.example.com',
  worksWithoutSecret: false,
  pkce: 'sent',
  withoutRefreshToken:
    'Without a refresh token oauth2-proxy cannot see, until its cookie ends, that somebody was blocked.',
  settings: (values: SettingsValues) => {
    const refreshes = values.scopes.includes('offline_access');
    return [
      comment(`oauth2-proxy: sign-in through ${values.hub.issuer}, client "${values.name}"`),
      'provider = "oidc"',
      'provider_display_name = "your company account"',
      `oidc_issuer_url = ${tomlString(values.hub.issuer)}`,
      `client_id = ${tomlString(values.clientId)}`,
      `client_secret = ${tomlString(SECRET_PLACEHOLDER)}`,
      `redirect_url = ${tomlString(values.callback)}`,
      `scope = ${tomlString(values.scopes.join(' '))}`,
      'code_challenge_method = "S256"',
      'oidc_email_claim = "email"',
      'oidc_groups_claim = "groups"',
      'insecure_oidc_allow_unverified_email = false',
      comment('Everybody whom the hub lets in; name domains or allowed_groups to let in fewer.'),
      'email_domains = ["*"]',
      `cookie_secure = ${values.baseUrl.startsWith('https:')}`,
      comment('Make one: openssl rand -base64 32 | tr -- "+/" "-_"'),
      'cookie_secret = "REPLACE_WITH_COOKIE_SECRET"',
      ...(refreshes ? [comment('The access token lives an hour.'), 'cookie_refresh = "55m"'] : []),
      '',
    ].join('\n');
  },
  notes: () => [
    'Put a cookie secret of its own in the place of REPLACE_WITH_COOKIE_SECRET; it is none of the hub’s.',
    'oauth2-proxy refuses people whose email_verified is false. Do not set insecure_oidc_allow_unverified_email: the hub says true wherever it has evidence.',
    'Sessions are kept in cookies unless Redis is configured: with hundreds of groups leave the scope groups out.',
  ],
};
