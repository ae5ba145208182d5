/** The provider's login page: whoever is named in `person` signs in, `cancel` cancels; without either, a list of people. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionResults, Provider } from 'oidc-provider';
import type { FakePerson } from '../fake-openid-provider.options.js';

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
