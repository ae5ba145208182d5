import type { IncomingMessage } from 'node:http';

/** Together with the path it has to fit into the request line and headers, which Node limits to 16 kB. */
const MAX_BYTES = 12 * 1024;
const FORM = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** A form as a query string, or what is wrong with it. */
export type FormAsQuery =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly reason: string };

/**
 * Reads the parameters of a posted page request (OpenID Connect Core 1.0, section 3.1.2.1; RP-Initiated Logout 1.0,
 * section 2), for the same request by GET. The session's cookie is `SameSite=Lax`: it does not come with a form of another
 * site, and comes with the redirect that follows. A form that the host application has parsed already is taken as is.
 */
export async function formToQuery(request: IncomingMessage & { body?: unknown }): Promise<FormAsQuery> {
  const type = request.headers['content-type'] ?? '';
  if (!FORM.test(type)) {
    return { kind: 'refused', status: 415, reason: 'Send the form as application/x-www-form-urlencoded.' };
  }
  if (request.headers['content-encoding'] !== undefined) {
    return { kind: 'refused', status: 415, reason: 'Send the form without content encoding.' };
  }
  if (!request.readable) return checked(parsedForm(request.body));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > MAX_BYTES) return tooLarge;
    chunks.push(chunk as Buffer);
  }
  return checked(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

const tooLarge: FormAsQuery = {
  kind: 'refused',
  status: 413,
  reason: `The form is larger than ${MAX_BYTES / 1024} kB.`,
};

function checked(form: URLSearchParams): FormAsQuery {
  const query = form.toString();
  return query.length > MAX_BYTES ? tooLarge : { kind: 'query', query };
}

function parsedForm(body: unknown): URLSearchParams {
  const form = new URLSearchParams();
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') form.append(name, one);
  }
  return form;
}
