/**
 * The management API's tokens, scopes and guard, what its controllers share, its documentation, and the routes over
 * events (which know nothing of this API). Owns no other resource.
 */
export { type AnswerDescription, Answers, IsInstant } from './answers.decorator.js';
export { CurrentToken } from './current-token.decorator.js';
export { IsVisibleText, MayBeLeftOut } from './input/field-rules.js';
export {
  type FieldSelection,
  FieldsPageQuery,
  FieldsParameter,
  FieldsQuery,
  IncludeFieldsParameter,
  selectFields,
} from './input/field-selection.js';
export { Digits, TrueOrFalse } from './input/query-values.js';
export { searchTerms } from './input/search-terms.js';
export { LogAnswer, presentLog } from './logs/log-presenter.js';
export { LogPageQuery } from './logs/log-query.dto.js';
export { ManagementGuard } from './management.guard.js';
export { ManagementModule } from './management.module.js';
export { ManagementApi } from './management-api.decorator.js';
export { type ManagementToken, ManagementTokenVerifier } from './management-token.js';
export { PageQuery, pageAnswer, toPageRequest } from './paging.js';
export { ReadOnlyField } from './read-only-field.decorator.js';
export { RequestMetrics } from './request-metrics.middleware.js';
export { RequireScopes } from './require-scopes.decorator.js';
export { MANAGEMENT_SCOPES, type ManagementScope } from './scopes.js';
