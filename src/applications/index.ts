/** Downstream applications (wire name: clients), their secrets, and what they may ask for. Does not own which connection they may use. */
export {
  APPLICATION_TYPES,
  type Application,
  type ApplicationType,
  isPublic,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from './application.js';
export { ApplicationStore, type ClientGrant, ClientGrantExists } from './application.store.js';
export { ApplicationDirectory } from './application-directory.js';
export { ApplicationsModule } from './applications.module.js';
export { hashSecret, looksGenerated, newClientSecret, secretMatches } from './client-secret.js';
