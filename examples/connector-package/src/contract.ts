import { openIdProviderHarness } from 'portico/testing';

/** How the contract suite drives this connector, over an OpenID Provider that misbehaves in every way it knows. */
export const harness = openIdProviderHarness({
  options: ({ issuer, clientId, clientSecret }) => ({ issuer, client_id: clientId, client_secret: clientSecret }),
});
