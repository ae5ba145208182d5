import { Injectable } from '@nestjs/common';
import { errors, Provider } from 'oidc-provider';
import { looksGenerated } from '../../applications/index.js';
import { TooManyRequestsError } from '../../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../config/index.js';

/** Wrong secrets of one application from one address. A misconfigured application stays below it; a guesser does not. */
const WRONG_SECRETS = perMinute('client-secret', 30);

/**
 * How often an application may authenticate. Wrong secrets beyond the limit are told so, and stand in nobody's way: an
 * attacker may well have the application's own address, behind the same router or by a page in somebody's browser
 * there. Only where the secret was chosen by an operator, and so could be guessed, is the right one refused as well
 * from that address, or the guesser would see which one it is. What counts for the application itself, wherever it asks
 * from, is counted when the secret is the right one.
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

  /** @param isRight compares the presented secret. @throws {TooManyRequests} */
  async compared(clientId: string, presented: string, isRight: () => boolean): Promise<boolean> {
    if (this.rule === undefined) return isRight();
    const guesser = JSON.stringify([clientId, currentAddress()]);
    try {
      const isAccepted = isRight();
      if (!isAccepted || !looksGenerated(presented)) this.limiter.refuseIfOver(WRONG_SECRETS, guesser);
      if (isAccepted) {
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
