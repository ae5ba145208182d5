import { type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';
import { comment, envValue } from './quoting.js';

/** Coder (coder/coder): environment of the server, read at its start. Signs in with go-oidc and golang.org/x/oauth2. */
export const coder: Product = {
  name: 'coder',
  displayName: 'Coder',
  format: 'env',
  destination: 'into /etc/coder.d/coder.env (or the environment of the container), then restart Coder',
  callbackPath: '/api/v2/users/oidc/callback',
  exampleUrl: 'https://coder.example.com',
  worksWithoutSecret: false,
  pkce: 'not sent',
  withoutRefreshToken: 'Without a refresh token people are signed out of Coder every hour.',
  settings: (values: SettingsValues) =>
    [
      comment(`Coder: sign-in through ${values.hub.issuer}, client "${values.name}"`),
      `CODER_ACCESS_URL=${envValue(values.baseUrl)}`,
      `CODER_OIDC_ISSUER_URL=${envValue(values.hub.issuer)}`,
      `CODER_OIDC_CLIENT_ID=${envValue(values.clientId)}`,
      `CODER_OIDC_CLIENT_SECRET=${SECRET_PLACEHOLDER}`,
      `CODER_OIDC_SCOPES=${envValue(values.scopes.join(','))}`,
      'CODER_OIDC_EMAIL_FIELD=email',
      'CODER_OIDC_USERNAME_FIELD=preferred_username',
      'CODER_OIDC_NAME_FIELD=name',
      'CODER_OIDC_ALLOW_SIGNUPS=true',
      "CODER_OIDC_SIGN_IN_TEXT='Sign in with your company account'",
      comment('Groups (a licensed feature): takes people out of every group that the claim does not name.'),
      '# CODER_OIDC_GROUP_FIELD=groups',
      '',
    ].join('\n'),
  notes: () => [
    'Coder compares the issuer byte for byte: keep it without a trailing slash.',
    'Coder (since June 2026) lets in only people whose email_verified is true. The hub sends true with evidence only: see the optional claims in the guide of the connector.',
    'Coder remembers people by issuer and sub. Who signed in directly at another identity provider before is refused with 403 until you run: coder server fix-oidc-links.',
    'Coder sends no PKCE as far as we know; the hub takes it if it comes.',
  ],
};
