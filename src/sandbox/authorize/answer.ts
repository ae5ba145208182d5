/** The end of authorize: an answer to the application in the query, in the fragment, or by a form that posts itself. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { formPostPage, sendPage } from '../pages/page.js';
import { clientInfo, issueAccessToken } from '../token/issue.js';
import { signIdToken } from '../token/sign.js';
import { type AadstsError, describeError, type Occurrence } from '../world/aadsts.js';
import type { User } from '../world/directory.js';
import type { AnswerTarget, ChosenAccount, Grant, PendingSignIn } from '../world/grants.js';
import type { SandboxState } from '../world/state.js';
import { remember } from './session.js';

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

const CODE_LIFETIME = 10 * 60 * 1000;

export async function grantAccess(
  state: SandboxState,
  pending: PendingSignIn,
  who: { readonly user: User; readonly account: ChosenAccount },
  request: Request,
  response: Response,
): Promise<void> {
  const asked = pending.request;
  const session = remember(state, request, response, who.account, asked.application);
  const grant: Grant = {
    version: asked.version,
    application: asked.application,
    user: who.user,
    segment: asked.segment,
    redirectUri: asked.redirectUri,
    platform: asked.platform,
    scopes: asked.scopes,
    resource: asked.resource,
    wantsClientInfo: asked.wantsClientInfo,
    signedInAt: who.account.signedInAt,
    methods: who.account.methods,
    sessionId: session.id,
    ...(asked.nonce !== undefined && { nonce: asked.nonce }),
  };
  const code = asked.responseTypes.has('code')
    ? state.grants.addCode({
        grant,
        expires: new Date(state.clock.now().getTime() + CODE_LIFETIME),
        isRedeemed: false,
        ...(asked.challenge !== undefined && { challenge: asked.challenge }),
      })
    : undefined;
  answer(response, asked, {
    code,
    ...(await frontChannelTokens(state, grant, asked.responseTypes, code)),
    ...(asked.wantsClientInfo && { client_info: clientInfo(state, grant) }),
    ...(asked.prompt === 'admin_consent' && { admin_consent: 'True' }),
    session_state: randomUUID(),
  });
}

async function frontChannelTokens(
  state: SandboxState,
  grant: Grant,
  types: ReadonlySet<string>,
  code: string | undefined,
): Promise<AnswerParameters> {
  const access = types.has('token') ? await issueAccessToken(state, grant, grant.resource, grant.scopes) : undefined;
  const idToken = types.has('id_token')
    ? await signIdToken(state, grant, {
        ...(code !== undefined && { code }),
        ...(access !== undefined && { accessToken: access.token }),
      })
    : undefined;
  return {
    ...(access !== undefined && {
      access_token: access.token,
      token_type: 'Bearer',
      expires_in: String(access.expiresIn),
      scope: grant.scopes.join(' '),
    }),
    id_token: idToken,
  };
}
