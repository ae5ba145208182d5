/** Sends an answer to the application: in the query, in the fragment, or by a form that posts itself. */
import type { Response } from 'express';
import { type AadstsError, describeError, type Occurrence } from '../errors/aadsts.js';
import { formPostPage } from '../pages/form-post.js';
import { sendPage } from '../pages/send-page.js';
import type { AnswerTarget } from './pending-sign-in.js';

export type AnswerParameters = Readonly<Record<string, string | undefined>>;

export function answer(response: Response, target: AnswerTarget, parameters: AnswerParameters): void {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...parameters, state: target.state }))
    if (value !== undefined) fields.append(name, value);
  if (target.responseMode === 'form_post') {
    // The person's browser must be allowed to run the script that presses the button.
    sendPage(response, (nonce) => formPostPage(target.redirectUri, [...fields], nonce));
    return;
  }
  const url = new URL(target.redirectUri);
  if (target.responseMode === 'fragment') url.hash = encoded(fields);
  else url.search = url.search ? `${url.search}&${encoded(fields)}` : encoded(fields);
  response.redirect(302, url.href);
}

/** A failure that the application gets to see. */
export function answerError(
  response: Response,
  target: AnswerTarget,
  error: AadstsError,
  at: Occurrence,
  base: string,
): void {
  answer(response, target, {
    error: error.error,
    error_description: describeError(error, at),
    error_uri: `${base}/error?code=${error.code}`,
    ...(error.suberror === 'cancel' ? { error_subcode: 'cancel' } : { suberror: error.suberror }),
    claims: error.claims,
  });
}

/** The person pressed Cancel: Entra sends no description. */
export function answerCancelled(response: Response, target: AnswerTarget): void {
  answer(response, target, { error: 'access_denied', error_subcode: 'cancel' });
}

/** Microsoft escapes in lower case; a receiver that compares escaped text finds out here. */
function encoded(fields: URLSearchParams): string {
  return fields
    .toString()
    .replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())
    .replaceAll('*', '%2a');
}
