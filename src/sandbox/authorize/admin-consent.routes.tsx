/** Admin consent, v2.0 and the older form. What comes back proves nothing: `tenant` is only a query parameter. */
import { type Request, type Response, Router } from 'express';
import { errorPage, noticePage, sendPage } from '../pages/page.js';
import type { SeedApplication } from '../seed/seed.js';
import { AadstsError, describeError } from '../world/aadsts.js';
import type { Tenant } from '../world/directory.js';
import { occurrenceOf } from '../world/failures.js';
import type { Version } from '../world/grants.js';
import { checkScopes, consentNames, registeredRedirectUri } from '../world/registrations.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

interface ConsentRequest {
  readonly version: Version;
  readonly application: SeedApplication;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Everything that the registration lists, permissions of the application itself included. */
  readonly isWhole: boolean;
  /** Absent on `organizations` and `common`: the administrator's own. */
  readonly tenant?: Tenant;
}

const ALL_OF_THE_REGISTRATION = ['openid', 'profile', 'email', 'offline_access', 'User.Read', 'GroupMember.Read.All'];

export function adminConsentRoutes(state: SandboxState): Router {
  const router = Router();
  for (const [path, version] of [
    ['/:segment/v2.0/adminconsent', 2],
    ['/:segment/adminconsent', 1],
  ] as const) {
    router.get(path, (request, response) =>
      guarded(state, request, response, () => show(state, version, request, response)),
    );
    router.post(path, (request, response) =>
      guarded(state, request, response, () => decide(state, version, request, response)),
    );
  }
  return router;
}

/** The page posts to its own address, so the query says the same again. */
function show(state: SandboxState, version: Version, request: Request, response: Response): void {
  const asked = consentRequest(state, version, request);
  const administrators = state.directory.users.filter(
    (user) => user.isAdministrator && (asked.tenant === undefined || user.tenant.id === asked.tenant.id),
  );
  const page = noticePage({
    title: 'Permissions requested',
    children: (
      <>
        <p class="lead">
          Review for your organization: <strong>{asked.application.displayName}</strong> would like:
        </p>
        <ul>
          {asked.scopes.map((scope) => (
            <li>{scope}</li>
          ))}
          {asked.isWhole &&
            asked.application.requiredApplicationPermissions?.map((permission) => <li>{permission} (application)</li>)}
        </ul>
        <form method="post">
          {administrators.map((user) => (
            <p>
              <button class="primary" type="submit" name="user" value={user.userPrincipalName}>
                Accept as {user.userPrincipalName}
              </button>
            </p>
          ))}
          <button type="submit" name="action" value="cancel">
            Cancel
          </button>
        </form>
      </>
    ),
  });
  sendPage(response, () => page);
}

function decide(state: SandboxState, version: Version, request: Request, response: Response): void {
  const asked = consentRequest(state, version, request);
  const parameters = parametersOf(request);
  const answer = new URL(asked.redirectUri);
  const echoed = parameter(parameters, 'state');
  if (echoed !== undefined) answer.searchParams.set('state', echoed);
  const user = state.directory.account(parameter(parameters, 'user') ?? '');
  if (parameter(parameters, 'action') === 'cancel') {
    answer.searchParams.set('error', 'access_denied');
    answer.searchParams.set('error_subcode', 'cancel');
  } else if (asked.scopes.length === 0) {
    // The success flag comes with the failure too: it means nothing by itself.
    const error = new AadstsError(1003031);
    answer.searchParams.set('error', error.error);
    answer.searchParams.set('error_description', describeError(error, occurrenceOf(state, request)));
    answer.searchParams.set('admin_consent', 'True');
  } else {
    const tenant = asked.tenant ?? user?.tenant;
    if (user?.isAdministrator !== true || tenant === undefined || user.tenant.id !== tenant.id)
      throw new AadstsError(90094, {
        application: asked.application.displayName,
        ...(tenant !== undefined && { tenant: tenant.displayName }),
      });
    state.directory.adminConsent(asked.application, tenant, asked.scopes);
    if (asked.isWhole) state.directory.grantRequired(asked.application, tenant);
    answer.searchParams.set('admin_consent', 'True');
    answer.searchParams.set('tenant', tenant.id);
    if (version === 2) answer.searchParams.set('scope', asked.scopes.join(' '));
  }
  response.redirect(302, answer.href);
}

/** @throws AadstsError for the page. */
function consentRequest(state: SandboxState, version: Version, request: Request): ConsentRequest {
  const parameters = parametersOf(request);
  const name = String(request.params.segment);
  const segment = state.directory.segment(name);
  if (segment === undefined) throw new AadstsError(90002, { tenant: name });
  if (segment.kind === 'consumers' || (segment.kind === 'common' && version === 2)) throw new AadstsError(90130);
  const clientId = parameter(parameters, 'client_id');
  if (clientId === undefined) throw new AadstsError(900144, { value: 'client_id' });
  const application = state.directory.application(clientId);
  if (application === undefined) throw new AadstsError(700016, { clientId, tenant: segment.name });
  const redirectUri = parameter(parameters, 'redirect_uri');
  if (redirectUri === undefined) throw new AadstsError(900971);
  if (registeredRedirectUri(application, redirectUri) === undefined)
    throw new AadstsError(50011, { redirectUri, clientId });
  const scope = parameter(parameters, 'scope');
  if (version === 2 && scope === undefined) throw new AadstsError(900144, { value: 'scope' });
  const asked = (version === 2 ? (scope ?? '') : '').split(' ').filter(Boolean);
  checkScopes(state, application, asked);
  const isWhole = version === 1 || asked.some((one) => one.endsWith('.default'));
  return {
    version,
    application,
    redirectUri,
    isWhole,
    scopes: isWhole ? ALL_OF_THE_REGISTRATION : consentNames(asked),
    ...(segment.kind === 'tenant' && { tenant: segment.tenant }),
  };
}

function guarded(state: SandboxState, request: Request, response: Response, handle: () => void): void {
  try {
    handle();
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    const at = occurrenceOf(state, request);
    sendPage(response, (nonce) => errorPage(error, at, state.base, nonce));
  }
}
