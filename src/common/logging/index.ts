/** The structured log: one logger, scrubbed of secrets, with the correlation id of the request. Owns no event: those are stored (events). */
export { createLogger, createPino, PinoLogger } from './create-logger.js';
export { Logger, SilentLogger } from './logger.js';
export { LoggingModule } from './logging.module.js';
export { NestLogger } from './nest-logger.js';
export { type RequestLogging, requestLogging } from './request-logging.js';
export { scrub, scrubText } from './scrub.js';
