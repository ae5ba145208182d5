import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { catchError, from, type Observable } from 'rxjs';
import { type FieldProblem, InvalidInputError, problemsIn } from '../common/errors.js';
import { contentProblems, StrictValidationPipe } from '../common/http/index.js';
import type { ManagementToken } from '../management/index.js';
import { CheckQuery, type UpdateConnectionDto } from './connection.dto.js';
import { ConnectionAdministration } from './connection-administration.js';

import { ConnectionStore } from './model/connection.store.js';

/** As much of a request as is read here. Interceptors run after the guard, so there is a token. */
type RefusedRequest = Request<{ readonly id?: string }, unknown, unknown> & { readonly user: ManagementToken };

/**
 * Completes the refusal of a body by what else is wrong with it. The strict pipe refuses before anybody looks at the
 * options, and whoever sent the body should hear of everything at once.
 */
@Injectable()
export class CompleteRefusalInterceptor implements NestInterceptor {
  constructor(
    private readonly store: ConnectionStore,
    private readonly administration: ConnectionAdministration,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<RefusedRequest>();
    return next.handle().pipe(catchError((error: unknown) => from(this.refuse(error, request))));
  }

  private async refuse(error: unknown, request: RefusedRequest): Promise<never> {
    if (!(error instanceof InvalidInputError) || contentProblems(request.body).length > 0) throw error;
    const named = new Set(error.fields.map(({ field }) => field));
    const others = [...(await queryProblems(request.query)), ...(await this.problemsOf(request))];
    const more = others.filter(({ field }) => !named.has(field));
    throw more.length === 0 ? error : new InvalidInputError([...error.fields, ...more]);
  }

  private async problemsOf({ body: sent, params, user }: RefusedRequest): Promise<readonly FieldProblem[]> {
    const readable = readableParts(sent);
    if (params.id === undefined) {
      const { strategy } = readable;
      if (strategy === undefined) return [];
      return problemsIn(() => this.administration.draft({ ...readable, name: '', strategy }));
    }
    const stored = await this.store.findById(params.id);
    if (stored === undefined || !user.scopes.has('update:connections_options')) return [];
    return problemsIn(() => this.administration.foresee(stored, readable));
  }
}

/** What is wrong with the query: Nest refuses either the query or the body, whichever it looks at first. */
async function queryProblems(query: unknown): Promise<readonly FieldProblem[]> {
  try {
    await new StrictValidationPipe().transform(query, { type: 'query', metatype: CheckQuery });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields;
    throw error;
  }
}

/** The parts of a body that can be looked at although the whole does not hold. */
function readableParts(body: unknown): UpdateConnectionDto {
  if (typeof body !== 'object' || body === null) return {};
  const { name, strategy, options, restrict_email_domains } = body as Readonly<Record<string, unknown>>;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof strategy === 'string' && { strategy }),
    ...(typeof restrict_email_domains === 'boolean' && { restrict_email_domains }),
    ...(isObject(options) && { options }),
  };
}

function isObject(value: unknown): value is NonNullable<UpdateConnectionDto['options']> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
