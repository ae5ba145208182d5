import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { type FieldProblem, InvalidInputError } from '../common/errors.js';

const MAX_PROBLEMS = 20;
const MAX_NAME = 100;

/**
 * Refuses what a route does not take at all: query parameters where it reads none, a body where it reads none. The
 * strict pipe sees only what a route reads, and a misspelt parameter must not be ignored there either.
 */
@Injectable()
export class UnexpectedInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const read = readBy(context);
    const problems = [
      ...(read.has(RouteParamtypes.QUERY) ? [] : unknown(request.query, 'query parameter')),
      ...(read.has(RouteParamtypes.BODY) ? [] : unknown(request.body, 'field: this route takes no body')),
    ];
    if (problems.length > 0) throw new InvalidInputError(problems.slice(0, MAX_PROBLEMS));
    return next.handle();
  }
}

/** Kinds of parameters that the handler has, from the metadata of its decorators: keys are `{kind}:{index}`. */
function readBy(context: ExecutionContext): ReadonlySet<number> {
  const parameters: object =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  return new Set(Object.keys(parameters).map((key) => Number(key.split(':')[0])));
}

function unknown(input: unknown, kind: string): FieldProblem[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.keys(input).map((name) => {
    const field = name.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD').slice(0, MAX_NAME);
    return { field, message: `"${field}" is not a known ${kind}.` };
  });
}
