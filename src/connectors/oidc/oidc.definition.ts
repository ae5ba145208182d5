/** Any OpenID Provider as a kind of upstream. */
import { defineConnector } from '../connector.js';
import { OidcConnector } from './oidc.connector.js';
import { oidcTranslations } from './oidc.messages.js';
import { OidcOptions, oidcWarnings } from './oidc.options.js';

export const openIdConnect = defineConnector<OidcOptions>({
  interfaceVersion: 1,
  strategy: 'oidc',
  aliases: ['openid-connect', 'openidconnect'],
  displayName: 'OpenID Connect',
  protocol: 'oidc',
  guide: new URL('./README.md', import.meta.url),
  options: OidcOptions,
  secrets: ['client_secret', 'private_key'],
  // Where the secret is sent, and for which registration.
  endpointOptions: ['issuer', 'client_id'],
  abilities: ['check'],
  messages: oidcTranslations,
  warnings: oidcWarnings,
  primaryDomain: ({ hd }) => hd?.find((domain) => domain !== '*'),
  create: (options, runtime) => new OidcConnector(options, runtime),
});
