import {
  applyDecorators,
  Controller,
  SetMetadata,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { ApiExceptionFilter } from '../common/http/api-errors.js';
import { StrictValidationPipe } from '../common/http/validation.js';
import { ManagementGuard } from './management.guard.js';
import { UnexpectedInputInterceptor } from './unexpected-input.interceptor.js';

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

/** What a route answers with, for the API's documentation. */
export interface AnswerDescription {
  /** Class that describes one resource; nothing makes instances of it. */
  readonly of: Type<unknown>;
  /** `page`: a list as {@link pageAnswer} gives it. `object`: always one with the list in it. `array`: always a bare array. */
  readonly as?: 'page' | 'object' | 'array';
  /** Member that holds the list in an object. */
  readonly key?: string;
}

/** Says what a route answers with. */
export const Answers = Reflector.createDecorator<AnswerDescription>();

/** A time in an answer: ISO 8601, UTC. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(JSONSchema({ format: 'date-time' }), IsString());
}
