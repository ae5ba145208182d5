/** The browser of somebody who signs in at the provider: cookies, redirects, and the way back to the hub. */

type Send = (request: Request) => Promise<Response>;

export interface SignInAtProvider {
  /** Where the hub sent the browser. */
  readonly url: string;
  /** What the person does at the login page, as its query: `person=…` or `cancel`. */
  readonly answer: string;
  /** Beginning of the login pages' addresses. */
  readonly loginPage: string;
  readonly send: Send;
}

/**
 * @returns what the browser brings back to the callback URL, from its query or a form that posts itself.
 * @throws {Error} when the provider shows an error instead: the request is one that it does not accept.
 */
export async function signInAtProvider({ url, answer, loginPage, send }: SignInAtProvider): Promise<URLSearchParams> {
  const callbackUrl = new URL(url).searchParams.get('redirect_uri') ?? '';
  const cookies = new Map<string, string>();
  let next = url;
  for (let hop = 0; hop < 12; hop += 1) {
    const page = next.startsWith(loginPage) ? `${next}?${answer}` : next;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await send(new Request(page, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' }));
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get('location');
    if (location === null) return postedForm(await response.text(), response.status);
    next = new URL(location, next).href;
    if (isBack(next, callbackUrl)) return parametersBeyond(next, callbackUrl);
  }
  throw new Error('The provider sends the browser round in circles.');
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

function isBack(location: string, callbackUrl: string): boolean {
  const [there, back] = [new URL(location), new URL(callbackUrl)];
  return there.origin === back.origin && there.pathname === back.pathname;
}

/** The answer's parameters, without those that the callback URL had before. */
function parametersBeyond(location: string, callbackUrl: string): URLSearchParams {
  const own = new Set(new URL(callbackUrl).searchParams.keys());
  return new URLSearchParams([...new URL(location).searchParams].filter(([name]) => !own.has(name)));
}

function postedForm(html: string, status: number): URLSearchParams {
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  if (status !== 200 || fields.length === 0) throw new Error(`The provider answered ${status}: ${html.slice(0, 500)}`);
  return new URLSearchParams(fields.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&quot;': '"',
    '&#39;': "'",
    '&lt;': '<',
    '&gt;': '>',
    '&amp;': '&',
  };
  return text.replace(/&(?:quot|#39|lt|gt|amp);/g, (entity) => named[entity] ?? entity);
}
