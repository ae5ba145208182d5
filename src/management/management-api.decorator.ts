import {
  applyDecorators,
  Controller,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { ApiExceptionFilter } from '../common/http/api-exception.filter.js';
import { StrictValidationPipe } from '../common/http/strict-validation.pipe.js';
import { UnexpectedInputInterceptor } from './input/unexpected-input.interceptor.js';
import { ManagementGuard } from './management.guard.js';

/** Marks the hub's controllers in an application that has others. */
export const MANAGEMENT_API = 'portico:management-api';

/** A controller of the management API at `/api/v2/{path}`: guarded, strictly validated, errors in its dialect. Nothing of it is global. */
export function ManagementApi(path: string): ClassDecorator {
  return applyDecorators(
    SetMetadata(MANAGEMENT_API, true),
    Controller(`api/v2/${path}`),
    UseGuards(ManagementGuard),
    UseInterceptors(UnexpectedInputInterceptor),
    UsePipes(StrictValidationPipe),
    UseFilters(ApiExceptionFilter),
  );
}
