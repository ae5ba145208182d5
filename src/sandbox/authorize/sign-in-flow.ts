/**
 * What happens between a good authorize request and its answer: who signs in, may they, do they agree. One dispatcher,
 * `nextStep`, is asked again after everything the person did.
 */

import { userOfLoginHint } from '../token/claims.js';
import { AadstsError, type ErrorDetails, type ErrorOverrides } from '../world/aadsts.js';
import type { Tenant, User } from '../world/directory.js';
import type { BrowserSession, ChosenAccount, PendingSignIn, SessionAccount } from '../world/grants.js';
import { directGroups } from '../world/groups.js';
import { consentNames, needsAdministrator } from '../world/registrations.js';
import type { SandboxState } from '../world/state.js';

export type Step =
  | { readonly kind: 'pick-account'; readonly suggestion?: string }
  | { readonly kind: 'second-factor'; readonly user: User }
  | { readonly kind: 'consent'; readonly user: User; readonly scopes: readonly string[]; readonly forTenant: boolean }
  | { readonly kind: 'admin-approval'; readonly user: User; readonly scopes: readonly string[] }
  | { readonly kind: 'done'; readonly user: User; readonly account: ChosenAccount };

/** @throws AadstsError */
export function nextStep(state: SandboxState, pending: PendingSignIn, session: BrowserSession | undefined): Step {
  const { request } = pending;
  pending.account ??= accountFromSession(state, pending, session);
  if (pending.account === undefined) {
    const suggestion = addressOfHint(state, request.loginHint);
    return { kind: 'pick-account', ...(suggestion !== undefined && { suggestion }) };
  }
  const { account } = pending;
  const user = userFor(state, pending, account.address);
  injectFailure(state, pending, user);
  checkState(pending, user);
  if (user.requiresMfa && !account.methods.includes('mfa')) {
    if (request.prompt === 'none') throw problem(50076, pending, user, { value: request.resource.id });
    return { kind: 'second-factor', user };
  }
  checkAssignment(pending, user);
  return consentStep(state, pending, user) ?? { kind: 'done', user, account };
}

/** Single sign-on: an account of this browser's session that satisfies the request. */
function accountFromSession(
  state: SandboxState,
  { request }: PendingSignIn,
  session: BrowserSession | undefined,
): ChosenAccount | undefined {
  const accounts = (session?.accounts ?? []).filter((one) => isFresh(state, request.maxAge, one));
  const hint = addressOfHint(state, request.loginHint);
  const fitting = accounts.filter(
    (one) =>
      (hint === undefined || sameAccount(state, one.address, hint)) &&
      (request.domainHint === undefined || fitsDomain(state, one.address, request.domainHint)),
  );
  const about = { clientId: request.application.clientId };
  if (request.prompt === 'none') {
    if (fitting.length === 0) throw new AadstsError(50058, about, { answer: 'redirect' });
    if (fitting.length > 1) throw new AadstsError(16000, about, { answer: 'redirect' });
    return fitting[0];
  }
  if (request.prompt !== undefined && request.prompt !== 'consent' && request.prompt !== 'admin_consent')
    return undefined;
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isFresh(state: SandboxState, maxAge: number | undefined, account: SessionAccount): boolean {
  if (maxAge === undefined || !state.switches.honourMaxAge) return true;
  return state.clock.now().getTime() - account.signedInAt.getTime() <= maxAge * 1000;
}

/** The address behind a `login_hint`: an address as it stands, or the opaque claim read back. */
export function addressOfHint(state: SandboxState, hint: string | undefined): string | undefined {
  if (hint === undefined) return undefined;
  const user = userOfLoginHint(state, hint);
  return user === undefined ? hint : (user.homeAccount ?? user.userPrincipalName);
}

function sameAccount(state: SandboxState, one: string, other: string): boolean {
  if (one.toLowerCase() === other.toLowerCase()) return true;
  const account = state.directory.account(other);
  return account !== undefined && account === state.directory.account(one);
}

function fitsDomain(state: SandboxState, address: string, hint: string): boolean {
  const home = state.directory.account(address)?.tenant;
  if (hint === 'consumers') return home?.isConsumers === true;
  if (hint === 'organizations') return home !== undefined && !home.isConsumers;
  return home === undefined || state.directory.tenant(hint)?.id === home.id;
}

/** The user object that this account is, in the tenant that the request leads to. */
function userFor(state: SandboxState, pending: PendingSignIn, address: string): User {
  const { segment } = pending.request;
  const home = state.directory.account(address);
  if (segment.kind === 'tenant' || segment.kind === 'consumers') {
    const user = state.directory.userIn(segment.tenant, address);
    if (user !== undefined) return user;
    if (segment.kind === 'consumers' && home !== undefined) throw problem(500208, pending, home);
    if (home === undefined)
      throw problem(50034, pending, undefined, { user: address, tenant: segment.tenant.displayName });
    throw problem(50020, pending, home, { idp: state.issuer(1, home.tenant.id), tenant: segment.tenant.displayName });
  }
  if (home === undefined) throw problem(50034, pending, undefined, { user: address, tenant: segment.name });
  const allowsPersonal = pending.request.application.signInAudience === 'AzureADandPersonalMicrosoftAccount';
  if (home.tenant.isConsumers && (segment.kind === 'organizations' || !allowsPersonal))
    throw problem(50020, pending, home, { idp: 'live.com', tenant: segment.name });
  return home;
}

function injectFailure(state: SandboxState, pending: PendingSignIn, user: User): void {
  const failure = state.faults.failure('signed-in', pending.request.application.clientId, user.userPrincipalName);
  if (failure !== undefined) throw problem(failure.code, pending, user, {}, failure);
}

function checkState(pending: PendingSignIn, user: User): void {
  if (user.state === 'disabled') throw problem(user.isGuest ? 500571 : 50057, pending, user);
  if (user.state === 'password-expired') throw problem(50055, pending, user);
  if (user.state === 'locked') throw problem(50053, pending, user);
  if (user.state === 'pending-invitation') throw problem(50014, pending, user);
}

/** Direct members of an assigned group count, members of groups nested in it do not. */
function checkAssignment(pending: PendingSignIn, user: User): void {
  const { application } = pending.request;
  if (application.assignmentRequired !== true) return;
  const assigned = application.assignedUsers ?? [];
  const isAssigned =
    assigned.includes(user.userPrincipalName) ||
    directGroups(user).some((group) => assigned.includes(group.displayName));
  if (!isAssigned) throw problem(50105, pending, user);
}

function consentStep(state: SandboxState, pending: PendingSignIn, user: User): Step | undefined {
  const { request } = pending;
  const wanted = consentNames(request.scopes);
  const given = state.directory.consented(request.application, user);
  const missing = wanted.filter((scope) => !given.has(scope));
  const isAsked = request.prompt === 'consent' || request.prompt === 'admin_consent';
  if (pending.hasConsented || (missing.length === 0 && !isAsked)) return undefined;
  if (request.prompt === 'none') throw problem(65001, pending, user);
  const needsApproval = request.prompt === 'admin_consent' || missing.some(needsAdministrator);
  if (needsApproval && user.isAdministrator !== true) return { kind: 'admin-approval', user, scopes: wanted };
  return { kind: 'consent', user, scopes: wanted, forTenant: needsApproval };
}

/** With `prompt=none` nothing can be shown, so whatever stands in the way goes back to the application. */
function problem(
  code: number,
  pending: PendingSignIn,
  user: User | undefined,
  more: ErrorDetails = {},
  ordered: ErrorOverrides = {},
): AadstsError {
  const about = { ...details(pending, user), ...more };
  const error = new AadstsError(code, about, ordered);
  if (pending.request.prompt !== 'none' || error.answer === 'redirect') return error;
  return new AadstsError(code, about, { error: 'interaction_required', ...ordered, answer: 'redirect' });
}

function details(pending: PendingSignIn, user: User | undefined): ErrorDetails {
  const { application, segment } = pending.request;
  const tenant: Tenant | undefined = 'tenant' in segment ? segment.tenant : user?.tenant;
  return {
    application: application.displayName,
    clientId: application.clientId,
    tenant: tenant?.displayName ?? segment.name,
    ...(user !== undefined && { user: user.homeAccount ?? user.userPrincipalName }),
  };
}
