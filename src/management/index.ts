/**
 * The management API's tokens, scopes and guard, what its controllers share, its documentation, and the routes over
 * events (which know nothing of this API). Owns no other resource.
 */
export { IsVisibleText, MayBeLeftOut, ReadOnlyField } from './field-rules.js';
export {
  Digits,
  type FieldSelection,
  FieldsPageQuery,
  FieldsParameter,
  FieldsQuery,
  IncludeFieldsParameter,
  PageQuery,
  pageAnswer,
  selectFields,
  TrueOrFalse,
  toPageRequest,
} from './list-queries.js';
export { LogAnswer, LogPageQuery, presentLog } from './logs.controller.js';
export { ManagementGuard } from './management.guard.js';
export { ManagementModule, RequestMetrics } from './management.module.js';
export {
  type AnswerDescription,
  Answers,
  IsInstant,
  ManagementApi,
} from './management-api.decorator.js';
export {
  CurrentToken,
  MANAGEMENT_SCOPES,
  type ManagementScope,
  type ManagementToken,
  ManagementTokenVerifier,
  RequireScopes,
} from './management-token.js';
export { searchTerms } from './search-terms.js';
