import { Injectable } from '@nestjs/common';
import { TooManyRequestsError } from '../../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../config/index.js';
import { LoginLimit } from '../../login/index.js';
import type { Endpoint } from '../paths.js';

/**
 * How often one address may ask an endpoint. Pages count with those of the universal login, as one sign-in needs both.
 * Discovery and keys are free: they are answered from memory, and whoever verifies a token needs them.
 */
@Injectable()
export class RequestLimits {
  private readonly login: LoginLimit;
  private readonly token: RateRule | undefined;

  constructor(
    config: PorticoConfig,
    private readonly limiter: RateLimiter,
  ) {
    this.login = new LoginLimit(config, limiter);
    this.token = perMinute('token-address', config.rateLimits.token);
  }

  /** Counts a request. @returns why it is refused, or undefined. */
  async refusalOf(endpoint: Endpoint): Promise<TooManyRequestsError | undefined> {
    try {
      if (endpoint.kind === 'page') await this.login.spend();
      else if (endpoint.cors !== 'anybody' && this.token !== undefined) {
        await this.limiter.spend(this.token, currentAddress());
      }
      return undefined;
    } catch (error) {
      if (error instanceof TooManyRequestsError) return error;
      throw error;
    }
  }
}
