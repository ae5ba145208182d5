/** What every HTTP answer of the hub shares: context, headers, body limits, errors, shutdown. Owns no route. */
export {
  type ApiErrorAnswer,
  type ApiErrorBody,
  ApiExceptionFilter,
  apiErrorAnswer,
  sendApiError,
} from './api-errors.js';
export { type BodyErrorAnswer, type BodyKind, bodyParser, UnreadableBodyError } from './body-parsers.js';
export { GracefulShutdown, type ShutdownOptions, type ShutdownResult } from './graceful-shutdown.js';
export {
  contentSecurityPolicy,
  imageOriginOf,
  noStore,
  type PagePolicy,
  securityHeaders,
} from './headers.js';
export { type Middleware, requestContext } from './request-context.js';
export {
  type ErrorPage,
  type ErrorPageRenderer,
  plainErrorPage,
  ServiceExceptionFilter,
} from './service-errors.js';
export { contentProblems, fieldProblems, StrictValidationPipe } from './validation.js';
