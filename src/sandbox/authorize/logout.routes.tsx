/** RP-initiated logout and the front-channel call to every application of the session. */
import { type Request, type Response, Router } from 'express';
import { noticePage, sendPage } from '../pages/page.js';
import { registeredRedirectUri } from '../world/registrations.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';
import { forget, sessionOf } from './session.js';

export function logoutRoutes(state: SandboxState): Router {
  const router = Router();
  const handle = (request: Request, response: Response): void => logout(state, request, response);
  for (const path of ['/:segment/oauth2/v2.0/logout', '/:segment/oauth2/logout']) {
    router.get(path, handle);
    router.post(path, handle);
  }
  return router;
}

/** Returns only to a URI that some application of the session registered; else the person stays here. */
function logout(state: SandboxState, request: Request, response: Response): void {
  const parameters = parametersOf(request);
  const session = sessionOf(state, request);
  const wanted = parameter(parameters, 'post_logout_redirect_uri');
  const applications = session?.applications ?? [];
  const isRegistered =
    wanted !== undefined && applications.some((one) => registeredRedirectUri(one, wanted) !== undefined);
  const frames = applications.flatMap((application) => {
    if (application.logoutUrl === undefined || session === undefined) return [];
    const url = new URL(application.logoutUrl);
    // Only `sid`: Microsoft documents `iss` beside it, nobody has seen it sent.
    url.searchParams.set('sid', session.id);
    return [url.href];
  });
  forget(state, request, response);
  const target = isRegistered && wanted !== undefined ? new URL(wanted) : undefined;
  const echoed = parameter(parameters, 'state');
  if (target !== undefined && echoed !== undefined) target.searchParams.set('state', echoed);
  if (target !== undefined && frames.length === 0) {
    response.redirect(302, target.href);
    return;
  }
  // The frames need a page to live on; a second is what they get before the way back.
  if (target !== undefined) response.set('refresh', `1; url=${target.href}`);
  const page = noticePage({
    title: 'You signed out of your account',
    frames,
    children:
      target === undefined ? (
        <p>It’s a good idea to close all browser windows.</p>
      ) : (
        <p>
          <a href={target.href}>Continue</a>
        </p>
      ),
  });
  sendPage(
    response,
    () => page,
    frames.map((url) => new URL(url).origin),
  );
}
