import { currentAddress, perMinute, type RateLimiter, type RateRule } from '../common/rate-limit/index.js';
import type { PorticoConfig } from '../config/index.js';

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
