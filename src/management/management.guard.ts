import type { IncomingMessage } from 'node:http';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import passport from 'passport';
import { ForbiddenError, UnauthorizedError } from '../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../config/index.js';

import { EventRecorder } from '../events/index.js';
import {
  type ManagementScope,
  type ManagementToken,
  ManagementTokenVerifier,
  RequireScopes,
} from './management-token.js';

const NO_TOKEN =
  'A management API token is required, in one header "Authorization: Bearer …". Get one at /oauth/token by client_credentials for the audience of this API. An expired or revoked one has to be replaced.';

/**
 * Lets a request of the management API through if it carries a token that holds and permits the route. Deny by
 * default: a route that does not say which scopes it requires is refused. No session; nothing is registered with the
 * Passport of a host application.
 */
@Injectable()
export class ManagementGuard extends AuthGuard() {
  private readonly limits: ManagementLimits;

  constructor(
    // Named explicitly, because the class that AuthGuard() makes declares a dependency of its own at this place.
    @Inject(ManagementTokenVerifier) verifier: ManagementTokenVerifier,
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(EventRecorder) private readonly events: EventRecorder,
    @Inject(RateLimiter) limiter: RateLimiter,
    @Inject(PorticoConfig) config: PorticoConfig,
  ) {
    // A strategy itself instead of a name, which would have to be registered for the whole process, where a second hub
    // or the host application has one, too. And a new one for each request: Passport hangs the request's outcome on
    // the object that it is given, so that of two requests at once one would be let through with the other's token.
    super({
      get defaultStrategy() {
        return new BearerTokenStrategy(verifier);
      },
      session: false,
    });
    this.limits = new ManagementLimits(config, limiter);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const token = await this.authenticated(context);
    await this.limits.spend(token.clientId);
    const required = this.reflector.getAllAndOverride(RequireScopes, [context.getHandler(), context.getClass()]);
    if (required === undefined || required.length === 0) {
      throw new ForbiddenError('This route does not say which scope it requires, so nobody may use it.');
    }
    const missing = required.filter((scope) => !token.scopes.has(scope));
    if (missing.length > 0) await this.refuse(context, token, missing);
    return true;
  }

  override handleRequest<Token>(error: unknown, token: Token | false | undefined): Token {
    // Not asked whether it is an `Error`: a database driver may have made it in another realm.
    if (error !== null && error !== undefined) throw error;
    if (!token) throw new UnauthorizedError(NO_TOKEN);
    return token;
  }

  private async authenticated(context: ExecutionContext): Promise<ManagementToken> {
    try {
      await super.canActivate(context);
    } catch (error) {
      if (error instanceof UnauthorizedError) await this.limits.spendWithoutToken();
      throw error;
    }
    return context.switchToHttp().getRequest<{ user: ManagementToken }>().user;
  }

  private async refuse(
    context: ExecutionContext,
    token: ManagementToken,
    missing: readonly ManagementScope[],
  ): Promise<never> {
    const names = missing.join(', ');
    await this.events.record({
      type: 'fapi',
      description: `A management API call was refused: its token lacks ${names}.`,
      clientId: token.clientId,
      details: {
        reason: 'insufficient_scope',
        route: `${context.getClass().name}.${context.getHandler().name}`,
        missing_scopes: missing,
      },
    });
    throw new ForbiddenError(`The token lacks the scope ${names}. Grant it to the application and get a new token.`);
  }
}

/** RFC 6750, section 2.1. No token of the hub is longer; a longer one is not worth a look into the database. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,2048}=*)$/i;

/**
 * Passport strategy of the management API: the token in the one `Authorization` header, and nowhere else. In a URL it
 * would end up in logs, in a body in front of a parser.
 */
export class BearerTokenStrategy extends passport.Strategy {
  constructor(private readonly verifier: ManagementTokenVerifier) {
    super();
  }

  override authenticate(request: IncomingMessage): void {
    const token = tokenOf(request);
    if (token === undefined) {
      this.fail(401);
      return;
    }
    this.verifier.verify(token).then(
      (verified?: ManagementToken) => (verified === undefined ? this.fail(401) : this.success(verified)),
      (error: unknown) => this.error(error),
    );
  }
}

/** Node joins or drops repeated headers: which of two tokens counts must not depend on who looks. */
function tokenOf(request: IncomingMessage): string | undefined {
  const headers = request.headersDistinct.authorization ?? [];
  return headers.length === 1 ? BEARER.exec(headers[0] ?? '')?.[1] : undefined;
}

/** Calls of one address without a token that holds. */
const WITHOUT_TOKEN = perMinute('management-address', 60);

/**
 * How often the management API may be called: by each client whose token holds, all its tokens together, and by each
 * address without one. Calls of the second kind are refused sooner, and never stand in the way of the first: a token
 * cannot be guessed, so looking at one more is no risk.
 */
export class ManagementLimits {
  private readonly rule: RateRule | undefined;

  constructor(
    config: PorticoConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.rule = perMinute('management-client', config.rateLimits.management);
  }

  /** @throws {TooManyRequestsError} */
  async spend(clientId: string): Promise<void> {
    if (this.rule !== undefined) await this.limiter.spend(this.rule, clientId);
  }

  /** @throws {TooManyRequestsError} in the place of the refusal that the call would get anyway. */
  async spendWithoutToken(): Promise<void> {
    if (this.rule !== undefined) await this.limiter.spend(WITHOUT_TOKEN, currentAddress());
  }
}
