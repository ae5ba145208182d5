/** The requests a sandbox received, with secrets masked, so that tests can count and look; and their parameters. */
import type { Request, RequestHandler } from 'express';
import type { Clock } from '../../common/clock.js';

export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Query and form parameters; credentials show as `***`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const SECRET_PARAMETERS = new Set([
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'id_token_hint',
  'password',
]);
const SHOWN_HEADERS = ['origin', 'user-agent', 'accept', 'content-type', 'client-request-id', 'authorization'];
const CAPACITY = 2_000;

export class RequestLog {
  private entries: LoggedRequest[] = [];

  constructor(private readonly clock: Clock) {}

  /** Records everything but the control endpoint and style sheets. */
  readonly middleware: RequestHandler = (request, _response, next) => {
    if (!request.path.startsWith('/_sandbox') && !request.path.startsWith('/assets/')) {
      const parameters = [...parametersOf(request)].map(([name, value]) => [
        name,
        SECRET_PARAMETERS.has(name) ? '***' : value,
      ]);
      const headers = SHOWN_HEADERS.flatMap((name) => {
        const value = request.get(name);
        if (value === undefined) return [];
        return [[name, name === 'authorization' ? `${value.split(' ')[0]} ***` : value]];
      });
      this.entries.push({
        at: this.clock.now().toISOString(),
        method: request.method,
        path: request.path,
        parameters: Object.fromEntries(parameters),
        headers: Object.fromEntries(headers),
      });
      if (this.entries.length > CAPACITY) this.entries.shift();
    }
    next();
  };

  /** Oldest first. `path` is a part of the path, for example `/token`. */
  list(filter: { readonly method?: string; readonly path?: string } = {}): readonly LoggedRequest[] {
    return this.entries.filter(
      (one) =>
        (filter.method === undefined || one.method === filter.method) &&
        (filter.path === undefined || one.path.includes(filter.path)),
    );
  }

  clear(): void {
    this.entries = [];
  }
}

/** Query first, then the form body. Repeated names stay repeated. */
export function parametersOf(request: Request): URLSearchParams {
  const query = new URL(request.originalUrl, 'http://sandbox').searchParams;
  const body: unknown = request.body;
  if (typeof body === 'string' && request.is('application/x-www-form-urlencoded'))
    for (const [name, value] of new URLSearchParams(body)) query.append(name, value);
  return query;
}

/** The value of a parameter; undefined when absent or empty. */
export function parameter(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name) || undefined;
}

/** The first parameter that came more than once, which RFC 6749 section 3.1 forbids. */
export function repeated(parameters: URLSearchParams): string | undefined {
  return [...parameters.keys()].find((name) => parameters.getAll(name).length > 1);
}

/** One cookie of the request. */
export function cookieOf(request: Request, name: string): string | undefined {
  const pair = (request.headers.cookie ?? '').split(/; */).find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
