/**
 * The checks of an authorize request, in Entra's order. Before the redirect URI is known to be registered every
 * failure is shown on the sandbox's page; afterwards the code's own channel decides.
 */

import type { SeedApplication } from '../seed/seed.js';
import { AadstsError } from '../world/aadsts.js';
import type { Segment } from '../world/directory.js';
import type { AnswerTarget, AuthorizeRequest, Prompt, ResponseMode, Version } from '../world/grants.js';
import { checkScopes, findResource, registeredRedirectUri } from '../world/registrations.js';
import { parameter, repeated } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

const LONGEST_QUERY = 8_192;
const PROMPTS: Readonly<Record<Version, readonly Prompt[]>> = {
  1: ['login', 'select_account', 'consent', 'none', 'admin_consent'],
  2: ['login', 'none', 'consent', 'select_account', 'create'],
};
const RESPONSE_TYPES: Readonly<Record<Version, readonly string[]>> = {
  1: ['code', 'id_token', 'code id_token', 'id_token token', 'token'],
  2: ['code', 'id_token', 'code id_token', 'id_token token'],
};

/** Phase one: who asks and where the answer may go. @throws AadstsError for the page only. */
export function answerTarget(
  state: SandboxState,
  version: Version,
  segmentName: string,
  parameters: URLSearchParams,
): AnswerTarget & { readonly segment: Segment } {
  if (parameters.toString().length > LONGEST_QUERY) throw new AadstsError(90015);
  const segment = state.directory.segment(segmentName);
  if (segment === undefined) throw new AadstsError(90002, { tenant: segmentName });
  if (repeated(parameters) !== undefined) throw new AadstsError(9002313);
  const clientId = parameter(parameters, 'client_id');
  if (clientId === undefined) throw new AadstsError(900144, { value: 'client_id' });
  const application = state.directory.application(clientId);
  const tenantName = 'tenant' in segment ? segment.tenant.displayName : segment.name;
  if (application === undefined) throw new AadstsError(700016, { clientId, tenant: tenantName });
  checkSegment(state, version, application, segment);
  const wanted = parameter(parameters, 'redirect_uri');
  if (application.redirectUris.length === 0) throw new AadstsError(500113);
  const registered = wanted === undefined ? application.redirectUris[0] : registeredRedirectUri(application, wanted);
  if (registered === undefined) throw new AadstsError(50011, { redirectUri: wanted ?? '', clientId });
  const echoed = parameter(parameters, 'state')?.replace(/<[^>]*>/g, '');
  return {
    version,
    application,
    segment,
    redirectUri: wanted ?? registered.uri,
    platform: registered.platform,
    responseMode: responseMode(parameters),
    ...(echoed !== undefined && { state: echoed }),
  };
}

/** Phase two: everything else that needs no person. @throws AadstsError for the code's own channel. */
export function completeRequest(
  state: SandboxState,
  target: AnswerTarget & { readonly segment: Segment },
  parameters: URLSearchParams,
): AuthorizeRequest {
  const { application, version } = target;
  const about = { clientId: application.clientId, application: application.displayName };
  if ((target.segment.kind === 'common' || target.segment.kind === 'organizations') && isSingleTenant(application))
    throw new AadstsError(50194, about);
  const responseTypes = checkResponseType(application, version, parameters);
  const mode = parameter(parameters, 'response_mode');
  if (mode !== undefined && !['query', 'fragment', 'form_post'].includes(mode))
    throw new AadstsError(70007, { value: mode });
  if (mode === 'query' && (responseTypes.has('id_token') || responseTypes.has('token')))
    throw new AadstsError(70007, { value: 'query' });
  const nonce = parameter(parameters, 'nonce');
  if (responseTypes.has('id_token') && nonce === undefined) throw new AadstsError(900144, { value: 'nonce' });
  const { scopes, resource } = asked(state, target, responseTypes, parameters);
  const prompt = checkPrompt(version, parameters);
  const maxAge = Number(parameter(parameters, 'max_age') ?? Number.NaN);
  const loginHint = parameter(parameters, 'login_hint');
  const domainHint = parameter(parameters, 'domain_hint');
  const challenge = checkChallenge(target, parameters);
  return {
    ...target,
    responseTypes,
    scopes,
    resource,
    wantsClientInfo: parameter(parameters, 'client_info') === '1',
    ...(nonce !== undefined && { nonce }),
    ...(prompt !== undefined && { prompt }),
    ...(loginHint !== undefined && { loginHint }),
    ...(domainHint !== undefined && { domainHint }),
    ...(challenge !== undefined && { challenge }),
    ...(Number.isFinite(maxAge) && { maxAge }),
  };
}

function isSingleTenant(application: SeedApplication): boolean {
  return application.signInAudience === 'AzureADMyOrg';
}

function checkSegment(state: SandboxState, version: Version, application: SeedApplication, segment: Segment): void {
  const about = { clientId: application.clientId, application: application.displayName };
  if (version === 1 && segment.kind === 'consumers') throw new AadstsError(90027);
  if (application.isEnabled === false) throw new AadstsError(7000112, about);
  const audience = application.signInAudience;
  if (segment.kind === 'consumers') {
    if (audience === 'AzureADMyOrg' || audience === 'AzureADMultipleOrgs') throw new AadstsError(9002332, about);
    return;
  }
  if (audience === 'PersonalMicrosoftAccount') throw new AadstsError(9002331, about);
  if (segment.kind === 'tenant' && isSingleTenant(application)) {
    const home = state.directory.homeTenant(application);
    if (home?.id !== segment.tenant.id)
      throw new AadstsError(700016, { clientId: application.clientId, tenant: segment.tenant.displayName });
  }
}

function checkResponseType(
  application: SeedApplication,
  version: Version,
  parameters: URLSearchParams,
): ReadonlySet<string> {
  const asked = parameter(parameters, 'response_type');
  if (asked === undefined) throw new AadstsError(900144, { value: 'response_type' });
  const sorted = asked.split(' ').sort().join(' ');
  if (!RESPONSE_TYPES[version].includes(sorted)) throw new AadstsError(70005, { value: asked });
  const types = new Set(sorted.split(' '));
  if (types.has('id_token') && application.oauth2AllowIdTokenImplicitFlow !== true) throw new AadstsError(700054);
  return types;
}

function asked(
  state: SandboxState,
  target: AnswerTarget,
  responseTypes: ReadonlySet<string>,
  parameters: URLSearchParams,
): Pick<AuthorizeRequest, 'scopes' | 'resource'> {
  const resource = parameter(parameters, 'resource');
  const scope = parameter(parameters, 'scope');
  if (target.version === 1) {
    // v1.0 knows no dynamic scopes: whatever is asked, the registration's permissions are meant.
    const scopes = ['openid', 'profile', 'email', 'User.Read'];
    return { scopes, resource: findResource(state, resource ?? 'https://graph.microsoft.com') };
  }
  if (resource !== undefined) throw new AadstsError(901002);
  if (scope === undefined) throw new AadstsError(900144, { value: 'scope' });
  const scopes = [...new Set(scope.split(' ').filter(Boolean))];
  if (responseTypes.has('id_token') && !scopes.includes('openid')) throw new AadstsError(70011, { value: scope });
  return { scopes, resource: checkScopes(state, target.application, scopes) };
}

function checkPrompt(version: Version, parameters: URLSearchParams): Prompt | undefined {
  const asked = parameter(parameters, 'prompt');
  if (asked === undefined) return undefined;
  const prompt = PROMPTS[version].find((one) => one === asked);
  if (prompt === undefined) throw new AadstsError(90023, { value: 'prompt' });
  if (prompt === 'select_account' && parameter(parameters, 'login_hint') !== undefined)
    throw new AadstsError(90023, { value: 'prompt=select_account with login_hint' });
  return prompt;
}

function checkChallenge(target: AnswerTarget, parameters: URLSearchParams): AuthorizeRequest['challenge'] {
  const value = parameter(parameters, 'code_challenge');
  if (value === undefined) {
    if (target.platform === 'Spa') throw new AadstsError(9002325);
    return undefined;
  }
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value)) throw new AadstsError(501491);
  const method = parameter(parameters, 'code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') throw new AadstsError(90023, { value: 'code_challenge_method' });
  return { value, method };
}

function responseMode(parameters: URLSearchParams): ResponseMode {
  const asked = parameter(parameters, 'response_mode');
  const isFrontChannel = /token/.test(parameter(parameters, 'response_type') ?? '');
  if (asked === 'fragment' || asked === 'form_post') return asked;
  return isFrontChannel ? 'fragment' : 'query';
}
