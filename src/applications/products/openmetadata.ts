import { type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';
import { comment, yamlString } from './quoting.js';

/** OpenMetadata as a confidential client (pac4j). Its public mode is the implicit flow, which the hub does not have. */
export const openMetadata: Product = {
  name: 'openmetadata',
  displayName: 'OpenMetadata',
  format: 'yaml',
  destination: 'in the place of authenticationConfiguration in conf/openmetadata.yaml, then restart OpenMetadata',
  callbackPath: '/callback',
  exampleUrl: 'https://openmetadata.example.com',
  worksWithoutSecret: false,
  pkce: 'sent',
  withoutRefreshToken:
    'Without a refresh token OpenMetadata sends people through the sign-in again when their ID token ends.',
  settings: (values: SettingsValues) => {
    const { hub } = values;
    const [issuer, clientId, callback] = [hub.issuer, values.clientId, values.callback].map(yamlString);
    return [
      comment(`OpenMetadata: sign-in through ${hub.issuer}, client "${values.name}"`),
      'authenticationConfiguration:',
      '  provider: "custom-oidc"',
      '  providerName: "your company account"',
      '  clientType: "confidential"',
      '  publicKeyUrls:',
      `    - ${yamlString(hub.jwks)}`,
      '    # OpenMetadata’s own keys, for its bots:',
      `    - ${yamlString(`${values.baseUrl}/api/v1/system/config/jwks`)}`,
      '  tokenValidationAlgorithm: "RS256"',
      `  authority: ${issuer}`,
      `  clientId: ${clientId}`,
      `  callbackUrl: ${callback}`,
      '  jwtPrincipalClaims: ["email", "preferred_username", "sub"]',
      '  jwtPrincipalClaimsMapping: ["username:preferred_username", "email:email"]',
      '  # Where your version has it:',
      '  # jwtTeamClaimMapping: "groups"',
      '  enableSelfSignup: true',
      '  oidcConfiguration:',
      '    type: "custom-oidc"',
      `    id: ${clientId}`,
      `    secret: ${yamlString(SECRET_PLACEHOLDER)}`,
      `    scope: ${yamlString(values.scopes.join(' '))}`,
      `    discoveryUri: ${yamlString(hub.discovery)}`,
      '    useNonce: true',
      '    preferredJwsAlgorithm: "RS256"',
      '    responseType: "code"',
      '    disablePkce: false',
      '    clientAuthenticationMethod: "client_secret_post"',
      `    callbackUrl: ${callback}`,
      `    serverUrl: ${yamlString(values.baseUrl)}`,
      '',
    ].join('\n');
  },
  notes: () => [
    'provider is custom-oidc, not azure: with azure OpenMetadata insists on login.microsoftonline.com.',
    'OpenMetadata cuts names at the @: adele@contoso.com and adele@fabrikam.com are one user to it. Where several companies sign in, write username:sub in jwtPrincipalClaimsMapping.',
    'Only people with an e-mail address get a usable name: without one OpenMetadata makes up {sub}@{principalDomain}.',
    'The ID token is OpenMetadata’s session; it lives 10 hours.',
    'Name at least one administrator in authorizerConfiguration.adminPrincipals before you restart.',
  ],
};
