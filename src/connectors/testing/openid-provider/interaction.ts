/** The provider's login page: whoever is named in `person` signs in, `cancel` cancels; without either, a list of people. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionResults, Provider } from 'oidc-provider';
import type { FakePerson } from '../upstream/fake-token-endpoint.js';

export const INTERACTION = '/interaction/';

export async function interact(
  provider: Provider,
  people: ReadonlyMap<string, FakePerson>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { searchParams } = new URL(request.url ?? '', 'http://in-process');
  const person = searchParams.get('person');
  const { prompt, grantId, params } = await provider.interactionDetails(request, response);
  if (searchParams.has('cancel')) {
    const result = { error: 'access_denied', error_description: 'The person cancelled.' };
    return provider.interactionFinished(request, response, result);
  }
  if (prompt.name === 'consent') {
    const consent = grantId === undefined ? {} : { grantId };
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  }
  if (person === null) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    return void response.end(page(String(params.client_id), people));
  }
  const login: InteractionResults = people.has(person)
    ? { login: { accountId: person } }
    : { error: 'access_denied', error_description: 'Nobody of that name.' };
  return provider.interactionFinished(request, response, login);
}

function page(client: string, people: ReadonlyMap<string, FakePerson>): string {
  const choices = [...people.values()].map(
    ({ subject, name }) =>
      `<li><a href="?person=${encodeURIComponent(subject)}">${escaped(typeof name === 'string' ? name : subject)}</a>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Test provider</title>
<style>:root{color-scheme:light dark;font:1.1rem system-ui}body{max-width:24rem;margin:3rem auto;padding:0 1rem}li{margin:.8rem 0}</style>
<h1>Who are you?</h1>
<p>A test OpenID Provider, for ${escaped(client)}. Anybody may be anybody here.</p>
<ul>${choices.join('')}</ul>
<p><a href="?cancel">Cancel</a></p></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

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
