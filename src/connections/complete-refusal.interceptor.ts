import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { catchError, from, type Observable } from 'rxjs';
import { type FieldProblem, InvalidInputError, problemsIn } from '../common/errors.js';
import { contentProblems, StrictValidationPipe } from '../common/http/index.js';
import { ConnectorRegistry } from '../connectors/index.js';
import type { ManagementToken } from '../management/index.js';
import { ConnectionStore } from './connection.store.js';
import { changedConnection, newConnection } from './connection-draft.js';
import { CheckQuery } from './dto/check-query.dto.js';
import type { UpdateConnectionDto } from './dto/update-connection.dto.js';
import { upToDate } from './options-version.js';
import { requiredConnector } from './required-connector.js';

/** As much of a request as is looked at. Interceptors run after the guard, so there is a token. */
type RefusedRequest = Request<{ readonly id?: string }, unknown, unknown> & { readonly user: ManagementToken };

/**
 * Completes the refusal of a body by what else is wrong with it. The strict pipe refuses before anybody looks at the
 * options, and whoever sent the body should hear of everything at once.
 */
@Injectable()
export class CompleteRefusalInterceptor implements NestInterceptor {
  constructor(
    private readonly store: ConnectionStore,
    private readonly registry: ConnectorRegistry,
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
    const now = new Date();
    const readable = readableParts(sent);
    if (params.id === undefined) {
      const { strategy } = readable;
      if (strategy === undefined) return [];
      const body = { ...readable, name: '', strategy };
      return problemsIn(() => newConnection(body, requiredConnector(this.registry, strategy), { id: '', now }));
    }
    const stored = await this.store.findById(params.id);
    if (stored === undefined || !user.scopes.has('update:connections_options')) return [];
    const definition = this.registry.find(stored.strategy);
    return problemsIn(() => changedConnection(upToDate(stored, definition), readable, definition, now));
  }
}

/** Query and body are refused by whichever is looked at first. */
async function queryProblems(query: unknown): Promise<readonly FieldProblem[]> {
  try {
    await new StrictValidationPipe().transform(query, { type: 'query', metatype: CheckQuery });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields;
    throw error;
  }
}

/** What can be looked at although the body as a whole does not hold. */
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
