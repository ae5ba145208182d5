import { Injectable } from '@nestjs/common';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../config/index.js';
import { LoginLimit } from '../../login/index.js';
import type { Endpoint } from '../protocol/endpoints.js';

/**
 * Limits how often one address may ask an endpoint. Pages count with those of the universal login, as one sign-in needs
 * both. Discovery and keys are free: they are answered from memory, and whoever verifies a token needs them.
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

  /** Counts a request. @throws {TooManyRequestsError} */
  async spend(endpoint: Endpoint): Promise<void> {
    if (endpoint.kind === 'page') await this.login.spend();
    else if (endpoint.cors !== 'anybody' && this.token !== undefined) {
      await this.limiter.spend(this.token, currentAddress());
    }
  }
}
