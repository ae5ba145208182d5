import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { HubError, InvalidInputError } from '../errors.js';

/** Turns errors into the management API's dialect: `{statusCode, error, message, errorCode}`. */
@Catch()
export class ApiExceptionFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const status =
      exception instanceof HubError
        ? exception.status
        : exception instanceof HttpException
          ? exception.getStatus()
          : 500;
    response.status(status).json({
      statusCode: status,
      message: exception instanceof Error ? exception.message : 'error',
      ...(exception instanceof InvalidInputError && { errors: exception.fields }),
    });
  }
}
