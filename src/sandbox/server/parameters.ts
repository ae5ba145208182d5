/** Parameters of a request: its query and its form body in one list. */
import type { Request } from 'express';

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
