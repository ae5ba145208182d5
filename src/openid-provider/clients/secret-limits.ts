import { Injectable } from '@nestjs/common';
import { errors, Provider } from 'oidc-provider';
import { TooManyRequestsError } from '../../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../../common/rate-limit/index.js';
import { PorticoConfig } from '../../config/index.js';

/** Wrong secrets of one application from one address. A misconfigured application stays below it; a guesser does not. */
const WRONG_SECRETS = perMinute('client-secret', 30);

/**
 * How often an application may authenticate. Its secret is not even looked at from an address that gave too many wrong
 * ones; from elsewhere it still is, so that nobody can lock an application out whose `client_id` they know. What counts
 * for the application itself, wherever it asks from, is counted when the secret is the right one.
 */
@Injectable()
export class SecretLimits {
  private readonly rule: RateRule | undefined;

  constructor(
    config: PorticoConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.rule = perMinute('token-client', config.rateLimits.token);
  }

  /** Compares a secret unless too many were wrong. @throws {TooManyRequests} */
  async compared(clientId: string, isRight: () => boolean): Promise<boolean> {
    if (this.rule === undefined) return isRight();
    const guesser = JSON.stringify([clientId, currentAddress()]);
    try {
      this.limiter.refuseIfOver(WRONG_SECRETS, guesser);
      if (isRight()) {
        await this.limiter.spend(this.rule, clientId);
        return true;
      }
      await this.limiter.spend(WRONG_SECRETS, guesser);
      return false;
    } catch (error) {
      if (!(error instanceof TooManyRequestsError)) throw error;
      Provider.ctx?.set('Retry-After', String(error.retryAfter));
      throw new TooManyRequests(error.retryAfter);
    }
  }
}

/** In the library's dialect: OAuth has no code of its own for it (RFC 6749, section 5.2). */
export class TooManyRequests extends errors.OIDCProviderError {
  constructor(seconds: number) {
    super(429, TOO_MANY_REQUESTS);
    this.error_description = `too many requests; try again in ${seconds} seconds`;
  }
}

export const TOO_MANY_REQUESTS = 'too_many_requests';
