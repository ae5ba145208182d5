/** The token endpoint of both versions: code, refresh token, client credentials. */
import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { SeedApplication } from '../seed/seed.js';
import { AadstsError } from '../world/aadsts.js';
import type { Segment } from '../world/directory.js';
import { sendError, troubled } from '../world/failures.js';
import type { Version } from '../world/grants.js';
import { findResource } from '../world/registrations.js';
import { parameter, repeated } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';
import { issueApplicationToken, tokenAnswer } from './issue.js';
import { askedAtToken, authenticateClient, platformOf, presentedClient, redeemCode } from './redemption.js';

export function tokenRoutes(state: SandboxState): Router {
  const router = Router();
  for (const [path, version] of [
    ['/:segment/oauth2/v2.0/token', 2],
    ['/:segment/oauth2/token', 1],
  ] as const)
    router.all(path, troubled(state, 'token'), async (request, response) => {
      response.set({
        'cache-control': 'no-store, no-cache',
        pragma: 'no-cache',
        expires: '-1',
        'x-ms-clitelem': '1,0,0,,',
        'x-ms-ests-server': '2.1.0 - SANDBOX',
      });
      if (request.get('origin') !== undefined) response.set('access-control-allow-origin', '*');
      if (request.method === 'OPTIONS') {
        response.set({ 'access-control-allow-methods': 'POST, OPTIONS' }).sendStatus(204);
        return;
      }
      try {
        response.json(await answerTokenRequest(state, version, request, response));
      } catch (error) {
        sendError(state, request, response, error);
      }
    });
  return router;
}

async function answerTokenRequest(
  state: SandboxState,
  version: Version,
  request: Request,
  response: Response,
): Promise<Record<string, unknown>> {
  if (request.method !== 'POST') throw new AadstsError(900561, { value: 'POST' });
  const parameters = bodyParameters(request);
  const segmentName = String(request.params.segment);
  const segment = state.directory.segment(segmentName);
  if (segment === undefined) throw new AadstsError(90002, { tenant: segmentName });
  if (repeated(parameters) !== undefined) throw new AadstsError(9002313);
  const grantType = parameter(parameters, 'grant_type');
  if (grantType === undefined) throw new AadstsError(900144, { value: 'grant_type' });
  const presented = presentedClient(request, parameters);
  const application = findApplication(state, version, segment, presented.clientId);
  const failure = state.faults.failure('token', application.clientId);
  if (failure !== undefined)
    throw new AadstsError(
      failure.code,
      { clientId: application.clientId, application: application.displayName },
      failure,
    );
  response.set('x-ms-request-id', randomUUID());
  const platform = platformOf(state, application, parameters);
  const authenticate = (): void => authenticateClient(state, application, platform, presented, request.get('origin'));
  switch (grantType) {
    case 'authorization_code': {
      authenticate();
      const { grant, resource, scopes } = redeemCode(state, version, segment, application, parameters);
      return tokenAnswer(state, grant, resource, scopes);
    }
    case 'refresh_token': {
      authenticate();
      return refresh(state, version, application, parameters);
    }
    case 'client_credentials': {
      authenticateClient(state, application, 'Web', presented, request.get('origin'));
      return clientCredentials(state, version, segment, application, parameters);
    }
    default:
      throw new AadstsError(70003, { value: grantType });
  }
}

/** Entra reads the body only: credentials in a URL end up in logs. */
function bodyParameters(request: Request): URLSearchParams {
  const isForm = request.is('application/x-www-form-urlencoded') && typeof request.body === 'string';
  return new URLSearchParams(isForm ? request.body : '');
}

function findApplication(state: SandboxState, version: Version, segment: Segment, clientId: string): SeedApplication {
  const tenant = 'tenant' in segment ? segment.tenant.displayName : segment.name;
  const application = state.directory.application(clientId);
  if (application === undefined) throw new AadstsError(700016, { clientId, tenant });
  if (version === 1 && segment.kind === 'consumers') throw new AadstsError(90027);
  const about = { clientId, application: application.displayName };
  if (application.isEnabled === false) throw new AadstsError(7000112, about);
  if (application.signInAudience === 'AzureADMyOrg') {
    if (segment.kind === 'consumers') throw new AadstsError(9002332, about);
    if (segment.kind !== 'tenant') throw new AadstsError(50194, about);
    if (state.directory.homeTenant(application)?.id !== segment.tenant.id)
      throw new AadstsError(700016, { clientId, tenant });
  }
  return application;
}

async function refresh(
  state: SandboxState,
  version: Version,
  application: SeedApplication,
  parameters: URLSearchParams,
): Promise<Record<string, unknown>> {
  const presented = parameter(parameters, 'refresh_token');
  if (presented === undefined) throw new AadstsError(900144, { value: 'refresh_token' });
  const record = state.grants.refreshToken(presented);
  if (record === undefined) throw new AadstsError(9002313, {}, { error: 'invalid_grant', suberror: 'bad_token' });
  if (record.grant.application.clientId !== application.clientId)
    throw new AadstsError(70000, {}, { suberror: 'client_mismatch' });
  if (record.expires <= state.clock.now()) throw new AadstsError(record.grant.platform === 'Spa' ? 700084 : 700082);
  const user = state.directory.userById(record.grant.user.tenant.id, record.grant.user.id);
  if (user === undefined || user.state === 'disabled')
    throw new AadstsError(50057, { user: record.grant.user.userPrincipalName });
  // A refreshed ID token answers no request, so it has no nonce.
  const { nonce: _, ...rest } = record.grant;
  const grant = { ...rest, version, user };
  const { scopes, resource } = askedAtToken(state, grant, parameters);
  return tokenAnswer(state, grant, resource, scopes);
}

async function clientCredentials(
  state: SandboxState,
  version: Version,
  segment: Segment,
  application: SeedApplication,
  parameters: URLSearchParams,
): Promise<Record<string, unknown>> {
  if (segment.kind !== 'tenant') throw new AadstsError(9001023);
  if (!state.directory.isKnownIn(application, segment.tenant))
    throw new AadstsError(7000229, { clientId: application.clientId, tenant: segment.tenant.id });
  const scope = parameter(parameters, 'scope');
  const named = version === 1 ? parameter(parameters, 'resource') : scope?.replace(/\/\.default$/, '');
  if (named === undefined) throw new AadstsError(900144, { value: version === 1 ? 'resource' : 'scope' });
  if (version === 2 && !scope?.endsWith('/.default')) throw new AadstsError(70011, { value: scope ?? '' });
  const resource = findResource(state, named);
  const { token, expiresIn } = await issueApplicationToken(state, application, segment.tenant.id, resource);
  const asWritten = (seconds: number): string | number => (version === 1 ? String(seconds) : seconds);
  return {
    token_type: 'Bearer',
    expires_in: asWritten(expiresIn),
    ext_expires_in: asWritten(expiresIn),
    ...(version === 1 && { resource: named }),
    access_token: token,
  };
}
