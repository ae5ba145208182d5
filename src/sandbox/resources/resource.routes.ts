/** What access tokens open: userinfo of both versions and Microsoft Graph's `/me`, at the sandbox's own origin. */
import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { GRAPH_ID } from '../authorize/scopes.js';
import { pairwiseSubject } from '../claims/id-token.js';
import type { User } from '../directory/directory.js';
import type { AccessRecord } from '../server/grants.js';
import type { SandboxState } from '../server/state.js';
import { troubled } from '../server/troubled.js';
import { graphUser } from './graph-user.js';

type UserToken = AccessRecord & { readonly user: User };

export function resourceRoutes(state: SandboxState): Router {
  const router = Router();
  const userInfo: RequestHandler[] = [
    troubled(state, 'userinfo'),
    withUser(state, (token, _request, response) => {
      response.json(userInfoOf(state, token));
    }),
  ];
  for (const path of ['/oidc/userinfo', '/:segment/openid/userinfo']) {
    router.get(path, ...userInfo);
    router.post(path, ...userInfo);
  }
  router.get(
    '/v1.0/me',
    troubled(state, 'graph'),
    withUser(state, (token, request, response) => {
      if (!token.scopes.some((scope) => /^(User|Directory)\.Read/.test(scope))) {
        graphError(
          state,
          response,
          403,
          'Authorization_RequestDenied',
          'Insufficient privileges to complete the operation.',
        );
        return;
      }
      response.json(graphUser(state.base, token.user, selection(request)));
    }),
  );
  for (const path of ['/v1.0/me/photo', '/v1.0/me/photo/$value', '/v1.0/me/photos/:size/$value'])
    router.get(
      path.replaceAll('$', '\\$'),
      troubled(state, 'graph'),
      withUser(state, (_token, _request, response) => {
        graphError(
          state,
          response,
          404,
          'ImageNotFound',
          "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
        );
      }),
    );
  router.use('/v1.0', (_request, response) =>
    graphError(state, response, 404, 'ResourceNotFound', 'Resource not found for the segment.'),
  );
  return router;
}

/** Lets a request through that carries a Graph token of a person. */
function withUser(
  state: SandboxState,
  handle: (token: UserToken, request: Request, response: Response) => void,
): RequestHandler {
  return (request, response) => {
    const presented = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const token = presented === undefined ? undefined : state.grants.accessToken(presented);
    response.set('cache-control', 'no-cache');
    if (token === undefined || !token.isGraph || token.expires <= state.clock.now()) {
      response.set(
        'www-authenticate',
        `Bearer realm="", authorization_uri="${state.base}/common/oauth2/authorize", client_id="${GRAPH_ID}"`,
      );
      const message = presented === undefined ? 'Access token is empty.' : 'Access token validation failure.';
      graphError(state, response, 401, 'InvalidAuthenticationToken', message);
      return;
    }
    if (token.user === undefined) {
      graphError(state, response, 400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
      return;
    }
    handle({ ...token, user: token.user }, request, response);
  };
}

function userInfoOf(state: SandboxState, { clientId, user, scopes }: UserToken): Record<string, unknown> {
  const hasProfile = scopes.includes('profile');
  return {
    sub: pairwiseSubject(clientId, user),
    ...(hasProfile && {
      name: user.displayName,
      family_name: user.surname,
      given_name: user.givenName,
      picture: `${state.base}/v1.0/me/photo/$value`,
    }),
    ...(scopes.includes('email') && { email: user.mail }),
  };
}

function selection(request: Request): readonly string[] | undefined {
  const asked = request.query.$select;
  return typeof asked === 'string' ? asked.split(',').map((name) => name.trim()) : undefined;
}

function graphError(state: SandboxState, response: Response, status: number, code: string, message: string): void {
  const id = randomUUID();
  const date = state.clock.now().toISOString().slice(0, 19);
  response
    .status(status)
    .json({ error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } });
}
