/** What access tokens open: userinfo of both versions and Microsoft Graph, at the sandbox's own origin. */
import express, { type RequestHandler, Router } from 'express';
import { pairwiseSubject } from '../token/claims.js';
import { GraphError, sendGraphError, troubled } from '../world/failures.js';
import type { SandboxState } from '../world/state.js';
import { demand, selection, type UserToken, withUser } from './graph-access.js';
import { membershipRoutes } from './memberships.routes.js';
import { graphUser, userRoutes } from './users.routes.js';

export function resourceRoutes(state: SandboxState): Router {
  const router = Router();
  const userInfo: RequestHandler[] = [
    troubled(state, 'userinfo'),
    withUser(state, (token) => userInfoOf(state, token)),
  ];
  for (const path of ['/oidc/userinfo', '/:segment/openid/userinfo']) {
    router.get(path, ...userInfo);
    router.post(path, ...userInfo);
  }
  router.use('/v1.0', troubled(state, 'graph'), graphRoutes(state), (_request, response) =>
    sendGraphError(state, response, new GraphError(404, 'ResourceNotFound', 'Resource not found for the segment.')),
  );
  return router;
}

function graphRoutes(state: SandboxState): Router {
  const router = Router();
  router.use(express.text({ type: 'application/json', limit: '1mb' }));
  router.get(
    '/me',
    withUser(state, (token, request) => {
      demand(token, 'User.Read', 'User.ReadBasic.All', 'User.ReadWrite', 'User.Read.All', 'Directory.Read.All');
      return graphUser(state.base, token.user, selection(request));
    }),
  );
  for (const path of ['/me/photo', '/me/photo/\\$value', '/me/photos/:size/\\$value'])
    router.get(
      path,
      withUser(state, () => {
        const message = "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.";
        throw new GraphError(404, 'ImageNotFound', message);
      }),
    );
  router.use(membershipRoutes(state), userRoutes(state));
  return router;
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
