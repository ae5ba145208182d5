/** Turns a step of the sign-in into its page, or into the way to a federated tenant's own server. */
import { type Request, type Response, Router } from 'express';
import { ConfigScript, sendPage } from '../pages/page.js';
import { adminApprovalPage, consentPage, pickAccountPage, secondFactorPage } from '../pages/sign-in.js';
import { AadstsError } from '../world/aadsts.js';
import type { User } from '../world/directory.js';
import { occurrenceOf } from '../world/failures.js';
import type { BrowserSession, PendingSignIn } from '../world/grants.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';
import { addressOfHint, type Step } from './sign-in-flow.js';

export function showStep(
  state: SandboxState,
  pending: PendingSignIn,
  step: Exclude<Step, { kind: 'done' }>,
  session: BrowserSession | undefined,
  request: Request,
  response: Response,
  problem?: string,
): void {
  const form = { action: `/${pending.request.segment.name}/login`, pending };
  switch (step.kind) {
    case 'pick-account': {
      const signedIn = (session?.accounts ?? []).map((account) => account.address);
      const page = pickAccountPage({
        ...form,
        users: offeredUsers(state, pending),
        signedIn,
        ...(step.suggestion !== undefined && { suggestion: step.suggestion }),
        ...(problem !== undefined && { problem }),
      });
      sendPage(response, () => page);
      break;
    }
    case 'second-factor':
      sendPage(response, () => secondFactorPage({ ...form, user: step.user }));
      break;
    case 'consent':
      sendPage(response, () => consentPage({ ...form, ...step }));
      break;
    case 'admin-approval': {
      const error = new AadstsError(90094, {
        application: pending.request.application.displayName,
        tenant: step.user.tenant.displayName,
      });
      const at = occurrenceOf(state, request);
      sendPage(response, (nonce) =>
        adminApprovalPage({
          ...form,
          user: step.user,
          script: <ConfigScript error={error} at={at} base={state.base} nonce={nonce} />,
        }),
      );
    }
  }
}

/** Everybody who could sign in here; `domain_hint` narrows it, as it skips Microsoft's home realm discovery. */
export function offeredUsers(state: SandboxState, { request }: PendingSignIn): readonly User[] {
  const { segment, domainHint } = request;
  const all = state.directory.users.filter((user) => {
    if (segment.kind === 'tenant' || segment.kind === 'consumers') return user.tenant.id === segment.tenant.id;
    return !user.isGuest && (segment.kind === 'common' || !user.tenant.isConsumers);
  });
  if (domainHint === undefined) return all;
  const hinted = all.filter((user) => {
    if (domainHint === 'consumers') return user.tenant.isConsumers;
    if (domainHint === 'organizations') return !user.tenant.isConsumers;
    return state.directory.tenant(domainHint)?.id === user.tenant.id;
  });
  return hinted.length > 0 ? hinted : all;
}

/**
 * Where the federation server is, when this sign-in goes there. In a federated tenant the person signs in at the
 * company's own server on a third host (`localhost` when the sandbox is `127.0.0.1`), and comes back. Switched on by the
 * control endpoint; shows what redirects through three hosts do.
 */
export function federationHop(state: SandboxState, pending: PendingSignIn): string | undefined {
  const { request } = pending;
  if (!state.switches.federated || request.segment.kind === 'consumers') return undefined;
  const hop = new URL(state.base);
  hop.hostname = hop.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  hop.pathname = '/adfs/ls/';
  hop.searchParams.set('wa', 'wsignin1.0');
  hop.searchParams.set('wtrealm', 'urn:federation:MicrosoftOnline');
  hop.searchParams.set('wctx', pending.handle);
  const username = addressOfHint(state, request.loginHint);
  if (username !== undefined) hop.searchParams.set('username', username);
  return hop.href;
}

export function federationRoutes(
  state: SandboxState,
  proceed: (pending: PendingSignIn, request: Request, response: Response) => Promise<void>,
): Router {
  const router = Router();
  router.get('/adfs/ls', (request, response) => {
    const parameters = parametersOf(request);
    const pending = state.pending.get(parameter(parameters, 'wctx') ?? '');
    if (pending === undefined) {
      response.status(404).type('text').send('This federation request is unknown or over.');
      return;
    }
    const suggestion = parameter(parameters, 'username');
    const { segment } = pending.request;
    const page = pickAccountPage({
      action: '/adfs/ls',
      pending,
      users: offeredUsers(state, pending),
      signedIn: [],
      federatedWith: 'tenant' in segment ? segment.tenant.displayName : 'your company',
      ...(suggestion !== undefined && { suggestion }),
    });
    sendPage(response, () => page);
  });
  router.post('/adfs/ls', (request, response) => {
    const parameters = parametersOf(request);
    const pending = state.pending.get(parameter(parameters, 'ctx') ?? '');
    const address = parameter(parameters, 'user');
    if (pending !== undefined && address !== undefined)
      pending.account = { address: address.trim(), signedInAt: state.clock.now(), methods: ['wia'] };
    const back = new URL(`${state.base}/login.srf`);
    back.searchParams.set('wctx', pending?.handle ?? '');
    response.redirect(302, back.href);
  });
  router.get('/login.srf', async (request, response) => {
    const pending = state.pending.get(parameter(parametersOf(request), 'wctx') ?? '');
    if (pending === undefined) response.status(404).type('text').send('This federation answer belongs to no sign-in.');
    else await proceed(pending, request, response);
  });
  return router;
}
