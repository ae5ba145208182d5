/** Turns a step of the sign-in into its page. */
import type { Request, Response } from 'express';
import type { User } from '../directory/directory.js';
import { AadstsError } from '../errors/aadsts.js';
import { ConfigScript } from '../pages/notices.js';
import { sendPage } from '../pages/send-page.js';
import { adminApprovalPage, consentPage, pickAccountPage, secondFactorPage } from '../pages/sign-in.js';
import type { BrowserSession } from '../server/grants.js';
import { occurrenceOf } from '../server/send-error.js';
import type { SandboxState } from '../server/state.js';
import type { PendingSignIn } from './pending-sign-in.js';
import type { Step } from './sign-in-flow.js';

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
