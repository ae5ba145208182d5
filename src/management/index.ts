/** The management API's tokens, scopes and guard, and what its controllers share. Owns no resource. */
export { CurrentToken } from './current-token.decorator.js';
export { ManagementGuard } from './management.guard.js';
export { ManagementApi } from './management-api.decorator.js';
export { type ManagementToken, ManagementTokenVerifier } from './management-token.js';
export { PageQuery, pageAnswer, toPageRequest } from './paging.js';
export { ReadOnlyField } from './read-only-field.decorator.js';
export { RequireScopes } from './require-scopes.decorator.js';
export { MANAGEMENT_SCOPES, type ManagementScope } from './scopes.js';
