/** What an application writes: a Passport strategy for a connection, and the guard that runs it in front of a route. */

import { type IncomingMessage, ServerResponse } from 'node:http';
import { ForbiddenException, Logger, UnauthorizedException } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { SystemClock } from '../common/clock.js';
import { createGuardedFetch } from '../common/outbound/index.js';
import { ConnectorError, type ConnectorRuntime } from '../connectors/index.js';
import { FrontDoor, type FrontDoorOptions, type SignedInPerson } from './front-door.js';

export interface ConnectionStrategyOptions extends FrontDoorOptions {
  /** Replaces the guarded client, the clock and Nest's log. */
  readonly runtime?: Partial<Pick<ConnectorRuntime, 'fetch' | 'now' | 'logger'>>;
}

type Verify = (person: SignedInPerson, done: (error: unknown, user?: unknown) => void) => void;

const systemNow: ConnectorRuntime['now'] = () => new SystemClock().now();

/** The connector's two turns as a Passport strategy. */
class FrontDoorStrategy extends passport.Strategy {
  private readonly door: FrontDoor;
  private readonly log: ConnectorRuntime['logger'];

  constructor(
    name: string,
    { runtime, ...options }: ConnectionStrategyOptions,
    private readonly verify: Verify,
  ) {
    super();
    const { fetch = createGuardedFetch({ allow: [] }), now = systemNow, logger = nestLog(name) } = runtime ?? {};
    this.log = logger;
    this.door = new FrontDoor(name, options, { fetch, now, logger });
  }

  override authenticate(request: IncomingMessage): void {
    const response: unknown = Reflect.get(request, 'res');
    if (!(response instanceof ServerResponse)) {
      this.error(new TypeError('A ConnectionStrategy needs Express, which has the response at request.res.'));
      return;
    }
    this.door.read(request, response).then(
      (reading) => {
        if (reading.kind === 'redirect') this.redirect(reading.url);
        else if (reading.kind === 'stranger') this.error(new UnauthorizedException('Sign in first.'));
        else this.verify(reading.person, (error, user) => this.judged(error, user));
      },
      (error: unknown) => this.refuse(error),
    );
  }

  /** Ends the session of this browser, here; not at the upstream. */
  signOut(response: ServerResponse): void {
    this.door.signOut(response);
  }

  private judged(error: unknown, user: unknown): void {
    if (error) this.error(error);
    else if (user) this.success(user);
    else this.error(new ForbiddenException('You may not come in here.'));
  }

  /** The public sentence is for the person; what happened is for the log. */
  private refuse(error: unknown): void {
    this.log.warn({ err: error }, 'a sign-in failed');
    const isKnown = error instanceof ConnectorError;
    this.error(new ForbiddenException(isKnown ? error.publicMessage : 'The sign-in failed. Start again.'));
  }
}

function nestLog(name: string): ConnectorRuntime['logger'] {
  const logger = new Logger(`Connection ${name}`);
  const write =
    (level: 'debug' | 'log' | 'warn' | 'error') =>
    (detail: object, message: string): void =>
      logger[level](message, detail);
  return { debug: write('debug'), info: write('log'), warn: write('warn'), error: write('error') };
}

/** What `ConnectionStrategy` makes: the base class of an application's own strategy. */
export type ConnectionStrategyClass = new (
  options: ConnectionStrategyOptions,
) => {
  /** What becomes `request.user`. Answering nothing refuses the person; throwing refuses with that exception. */
  validate(person: SignedInPerson): unknown;
  /** Ends the session of this browser, here; not at the upstream. */
  signOut(response: ServerResponse): void;
};

/**
 * A Passport strategy of this name, to extend and to list among a module's providers. Its `validate` may turn the
 * person into what the application calls a user (`request.user`), or refuse them by answering nothing.
 */
export function ConnectionStrategy(name: string): ConnectionStrategyClass {
  class Named extends FrontDoorStrategy {
    constructor(options: ConnectionStrategyOptions, verify: Verify) {
      super(name, options, verify);
    }
  }
  return class extends PassportStrategy(Named, name) {
    // `PassportStrategy` adds the verify callback, which calls `validate`.
    constructor(options: ConnectionStrategyOptions) {
      super(options);
    }

    validate(person: SignedInPerson): unknown {
      return person;
    }
  };
}

/**
 * Puts the connection of the `ConnectionStrategy` of this name in front of a route: a person who is not signed in is sent
 * to the upstream, comes back, and goes on where they wanted to go; a script gets a 401.
 */
export function ConnectionGuard(name: string) {
  return AuthGuard(name);
}
