/**
 * The Azure AD connector: one dialect of OpenID Connect, with Microsoft's clouds, tenants, token generations and error
 * numbers. Owns its options, its messages and what its claims mean. Does not own the protocol itself (`oidc/`), nor
 * anything a connection shares with others: domains, profile sync, sessions.
 */

export { azureAd } from './azuread.definition.js';
export { azureAdMessages } from './azuread.messages.js';
export { AzureAdOptions } from './azuread.options.js';
