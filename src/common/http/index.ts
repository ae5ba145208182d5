/** What every HTTP answer of the hub shares: context, headers, body limits, errors, shutdown. Owns no route. */
export { type ApiErrorAnswer, type ApiErrorBody, apiErrorAnswer } from './api-error.js';
export { ApiExceptionFilter } from './api-exception.filter.js';
export { type BodyErrorAnswer, type BodyKind, bodyParser, UnreadableBodyError } from './body-parsers.js';
export { contentProblems } from './content-rules.js';
export { GracefulShutdown, type ShutdownOptions, type ShutdownResult } from './graceful-shutdown.js';
export { noStore } from './no-store.middleware.js';
export { type Middleware, requestContext } from './request-context.middleware.js';
export {
  contentSecurityPolicy,
  imageOriginOf,
  type PagePolicy,
  securityHeaders,
} from './security-headers.middleware.js';
export { sendApiError } from './send-api-error.js';
export {
  type ErrorPage,
  type ErrorPageRenderer,
  plainErrorPage,
  ServiceExceptionFilter,
} from './service-exception.filter.js';
export { fieldProblems, StrictValidationPipe } from './strict-validation.pipe.js';
