/** The authorize endpoint of both versions and the forms of its pages. */
import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { errorPage, sendPage } from '../pages/page.js';
import { AadstsError } from '../world/aadsts.js';
import { occurrenceOf } from '../world/failures.js';
import type { AnswerTarget, AuthorizeRequest, PendingSignIn, Version } from '../world/grants.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';
import { answerCancelled, answerError, grantAccess } from './answer.js';
import { answerTarget, completeRequest } from './request.js';
import { remember, sessionOf } from './session.js';
import { nextStep } from './sign-in-flow.js';
import { federationHop, federationRoutes, showStep } from './steps.js';

const PENDING_LIFETIME = 60 * 60 * 1000;
/** Failures that come after the person has proven who they are: the session stands. */
const AFTER_AUTHENTICATION = new Set([50020, 50105, 65001]);
const INLINE = new Set([50034]);

export function authorizeRoutes(state: SandboxState): Router {
  const router = Router();
  for (const [path, version] of [
    ['/:segment/oauth2/v2.0/authorize', 2],
    ['/:segment/oauth2/authorize', 1],
  ] as const) {
    router.get(path, (request, response) => begin(state, version, request, response));
    router.post(path, (request, response) => begin(state, version, request, response));
  }
  router.post('/:segment/login', async (request, response) => {
    const pending = pendingOf(state, request, response);
    if (pending !== undefined) await act(state, pending, request, response);
  });
  router.use(federationRoutes(state, (pending, request, response) => proceed(state, pending, request, response)));
  return router;
}

async function begin(state: SandboxState, version: Version, request: Request, response: Response): Promise<void> {
  const parameters = parametersOf(request);
  let target: AnswerTarget | undefined;
  try {
    const found = answerTarget(state, version, String(request.params.segment), parameters);
    target = found;
    const failure = state.faults.failure('authorize', found.application.clientId);
    if (failure !== undefined) throw failureOf(failure.code, found, failure);
    const pending = store(state, completeRequest(state, found, parameters), parameter(parameters, 'client-request-id'));
    await proceed(state, pending, request, response);
  } catch (error) {
    fail(state, target, request, response, error);
  }
}

/** What the person pressed or typed. */
async function act(state: SandboxState, pending: PendingSignIn, request: Request, response: Response): Promise<void> {
  const parameters = parametersOf(request);
  const user = parameter(parameters, 'user');
  const now = state.clock.now();
  switch (parameter(parameters, 'action')) {
    case 'cancel':
      state.pending.delete(pending.handle);
      if (pending.account === undefined) answerCancelled(response, pending.request);
      else fail(state, pending.request, request, response, new AadstsError(65004, {}, { suberror: 'cancel' }));
      return;
    case 'accept':
      agree(state, pending);
      break;
    case 'approve':
      if (pending.account) pending.account = { ...pending.account, methods: ['pwd', 'mfa'], signedInAt: now };
      break;
    case 'deny':
      fail(state, pending.request, request, response, new AadstsError(500121));
      return;
    default:
      pending.account = user === undefined ? undefined : { address: user.trim(), signedInAt: now, methods: ['pwd'] };
  }
  await proceed(state, pending, request, response);
}

/** Asks the flow what comes next and does it. */
async function proceed(
  state: SandboxState,
  pending: PendingSignIn,
  request: Request,
  response: Response,
): Promise<void> {
  const session = sessionOf(state, request);
  try {
    const step = nextStep(state, pending, session);
    if (step.kind === 'done') {
      state.pending.delete(pending.handle);
      await grantAccess(state, pending, step, request, response);
      return;
    }
    const hop = step.kind === 'pick-account' ? federationHop(state, pending) : undefined;
    if (hop !== undefined) response.redirect(302, hop);
    else showStep(state, pending, step, session, request, response);
  } catch (error) {
    const { account } = pending;
    pending.account = undefined;
    if (error instanceof AadstsError && INLINE.has(error.code) && pending.request.prompt !== 'none') {
      showStep(
        state,
        pending,
        { kind: 'pick-account' },
        session,
        request,
        response,
        `AADSTS${error.code}: ${error.message}`,
      );
      return;
    }
    if (account !== undefined && error instanceof AadstsError && AFTER_AUTHENTICATION.has(error.code))
      remember(state, request, response, account, pending.request.application);
    fail(state, pending.request, request, response, error);
  }
}

function agree(state: SandboxState, pending: PendingSignIn): void {
  const step = nextStep(state, pending, undefined);
  if (step.kind !== 'consent') return;
  pending.hasConsented = true;
  if (step.forTenant) state.directory.adminConsent(pending.request.application, step.user.tenant, step.scopes);
  else state.directory.consent(pending.request.application, step.user, step.scopes);
}

function store(state: SandboxState, request: AuthorizeRequest, clientRequestId: string | undefined): PendingSignIn {
  const pending: PendingSignIn = {
    handle: randomBytes(24).toString('base64url'),
    request,
    expires: new Date(state.clock.now().getTime() + PENDING_LIFETIME),
    account: undefined,
    hasConsented: false,
    ...(clientRequestId !== undefined && { clientRequestId }),
  };
  state.pending.set(pending.handle, pending);
  return pending;
}

function pendingOf(state: SandboxState, request: Request, response: Response): PendingSignIn | undefined {
  const pending = state.pending.get(parameter(parametersOf(request), 'ctx') ?? '');
  if (pending !== undefined && pending.expires > state.clock.now()) return pending;
  fail(state, undefined, request, response, new AadstsError(50089));
  return undefined;
}

function failureOf(
  code: number,
  target: AnswerTarget,
  overrides: ConstructorParameters<typeof AadstsError>[2],
): AadstsError {
  const { clientId, displayName } = target.application;
  return new AadstsError(code, { clientId, application: displayName, redirectUri: target.redirectUri }, overrides);
}

/** On the page, or at the application: what the error says, provided that there is an application to go to. */
function fail(
  state: SandboxState,
  target: AnswerTarget | undefined,
  request: Request,
  response: Response,
  error: unknown,
): void {
  if (!(error instanceof AadstsError)) throw error;
  const at = occurrenceOf(state, request);
  response.set('x-ms-request-id', at.traceId);
  if (target !== undefined && error.answer === 'redirect') answerError(response, target, error, at, state.base);
  else sendPage(response, (nonce) => errorPage(error, at, state.base, nonce));
}
