/** Sign-in with Acme, as a connector of the identity hub Portico. */
import { defineConnector } from 'portico/connector';
import { AcmeConnector } from './acme.connector.js';
import { AcmeOptions } from './options.js';

export default defineConnector({
  interfaceVersion: 1,
  // Stored with every connection: never changes once released.
  strategy: 'acme',
  displayName: 'Acme',
  protocol: 'oidc',
  guide: new URL('../README.md', import.meta.url),
  options: AcmeOptions,
  secrets: ['client_secret'],
  // Changing one of them demands the secret again.
  endpointOptions: ['issuer', 'client_id'],
  create: (options, runtime) => new AcmeConnector(options, runtime),
});
