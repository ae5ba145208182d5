/** The structured log: one logger, scrubbed of secrets, with the correlation id of the request. Owns no event: those are stored (events). */
export { createLogger, createPino, Logger, NestLogger, PinoLogger, SilentLogger } from './logger.js';
export { type RequestLogging, requestLogging } from './request-logging.js';
export { scrub, scrubText } from './scrub.js';
