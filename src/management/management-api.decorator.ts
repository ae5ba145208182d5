import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes } from '@nestjs/common';
import { ApiExceptionFilter } from '../common/http/api-exception.filter.js';
import { StrictValidationPipe } from '../common/http/strict-validation.pipe.js';
import { ManagementGuard } from './management.guard.js';

/** A controller of the management API at `/api/v2/{path}`: guarded, strictly validated, errors in its dialect. Nothing of it is global. */
export function ManagementApi(path: string): ClassDecorator {
  return applyDecorators(
    Controller(`api/v2/${path}`),
    UseGuards(ManagementGuard),
    UsePipes(StrictValidationPipe),
    UseFilters(ApiExceptionFilter),
  );
}
