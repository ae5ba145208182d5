/** The browser's session at the sandbox, which makes single sign-on and `prompt=none` work. */
import type { Request, Response } from 'express';
import type { SeedApplication } from '../seed/seed.js';
import type { BrowserSession, SessionAccount } from '../world/grants.js';
import { cookieOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

export const SESSION_COOKIE = 'ESTSAUTH';

export function sessionOf(state: SandboxState, request: Request): BrowserSession | undefined {
  const handle = cookieOf(request, SESSION_COOKIE);
  return handle === undefined ? undefined : state.grants.sessions.get(handle);
}

/** Adds the account and the application to the browser's session; makes the session where there is none. */
export function remember(
  state: SandboxState,
  request: Request,
  response: Response,
  account: SessionAccount,
  application: SeedApplication,
): BrowserSession {
  let session = sessionOf(state, request);
  if (session === undefined) {
    const made = state.grants.newSession();
    session = made.session;
    response.cookie(SESSION_COOKIE, made.handle, cookieOptions(state));
  }
  session.accounts = [...session.accounts.filter((one) => one.address !== account.address), account];
  session.applications = [...session.applications.filter((one) => one !== application), application];
  return session;
}

export function forget(state: SandboxState, request: Request, response: Response): void {
  const handle = cookieOf(request, SESSION_COOKIE);
  if (handle !== undefined) state.grants.sessions.delete(handle);
  response.clearCookie(SESSION_COOKIE, cookieOptions(state));
}

/** Microsoft's cookies are sent cross-site; without TLS no browser would take such a one. */
function cookieOptions(state: SandboxState): { httpOnly: true; path: '/'; sameSite: 'none' | 'lax'; secure: boolean } {
  const isSecure = state.base.startsWith('https:');
  return { httpOnly: true, path: '/', sameSite: isSecure ? 'none' : 'lax', secure: isSecure };
}
