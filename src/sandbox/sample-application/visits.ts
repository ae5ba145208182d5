/** Sessions of the sample application's visitors, in memory, found by a cookie of its own. */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieOf } from '../world/request-log.js';
import type { SignedInPerson, SignInChecks } from './hub-client.js';

export interface Visit {
  /** By state, so that two tabs can sign in at once. */
  readonly pending: Map<string, SignInChecks>;
  person: SignedInPerson | undefined;
}

/** Cookies know no ports: the name keeps it apart from the hub's on the same host. */
const COOKIE = 'sample_application';
const CAPACITY = 1_000;
const MOST_PENDING = 10;

export class Visits {
  private readonly visits = new Map<string, Visit>();

  find(request: Request): Visit | undefined {
    return this.visits.get(cookieOf(request, COOKIE) ?? '');
  }

  /** The visitor's session; a new one, with its cookie, where there is none. */
  open(request: Request, response: Response): Visit {
    return this.find(request) ?? this.start(response);
  }

  /** Signing in gets a fresh id, so that an id planted before is worth nothing after. */
  signIn(request: Request, response: Response, person: SignedInPerson): void {
    this.end(request);
    this.start(response).person = person;
  }

  end(request: Request): void {
    this.visits.delete(cookieOf(request, COOKIE) ?? '');
  }

  remember(visit: Visit, checks: SignInChecks): void {
    visit.pending.set(checks.state, checks);
    for (const state of visit.pending.keys()) {
      if (visit.pending.size <= MOST_PENDING) break;
      visit.pending.delete(state);
    }
  }

  private start(response: Response): Visit {
    const id = randomBytes(32).toString('base64url');
    const visit: Visit = { pending: new Map(), person: undefined };
    this.visits.set(id, visit);
    const [oldest] = this.visits.keys();
    if (this.visits.size > CAPACITY && oldest !== undefined) this.visits.delete(oldest);
    response.cookie(COOKIE, id, { httpOnly: true, sameSite: 'lax', path: '/' });
    return visit;
  }
}
