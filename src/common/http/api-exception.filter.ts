import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Logger } from '../logging/logger.js';
import { sendApiError } from './send-api-error.js';

/**
 * Turns errors into the management API's dialect, `{statusCode, error, message, errorCode, errors?, correlationId}`.
 * Bind it by class (`@UseFilters(ApiExceptionFilter)`), so that the logger is injected.
 */
@Catch()
@Injectable()
export class ApiExceptionFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    sendApiError(exception, host.switchToHttp().getResponse<Response>(), this.logger);
  }
}
