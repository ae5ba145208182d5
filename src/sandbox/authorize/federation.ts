/**
 * A federated tenant: the person signs in at the company's own server on a third host (`localhost` when the sandbox
 * is `127.0.0.1`), and comes back. Switched on by the control endpoint; shows what redirects through three hosts do.
 */
import { type Request, type Response, Router } from 'express';
import { sendPage } from '../pages/send-page.js';
import { pickAccountPage } from '../pages/sign-in.js';
import { parameter, parametersOf } from '../server/parameters.js';
import type { SandboxState } from '../server/state.js';
import type { PendingSignIn } from './pending-sign-in.js';
import { offeredUsers } from './show-step.js';
import { addressOfHint } from './sign-in-flow.js';

/** Where the federation server is, when this sign-in goes there. */
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
