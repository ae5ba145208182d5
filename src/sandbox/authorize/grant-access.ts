/** The happy end of authorize: code, tokens of the front channel, session. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { signIdToken } from '../claims/sign.js';
import type { User } from '../directory/directory.js';
import type { Grant } from '../server/grants.js';
import type { SandboxState } from '../server/state.js';
import { clientInfo, issueAccessToken } from '../token/issue.js';
import { type AnswerParameters, answer } from './answer.js';
import type { ChosenAccount, PendingSignIn } from './pending-sign-in.js';
import { remember } from './session.js';

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
