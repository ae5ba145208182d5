import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { TooManyRequestsError } from '../common/errors.js';
import { currentAddress, perMinute, RateLimiter, type RateRule } from '../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../config/portico-config.js';
import type { Connection } from '../connections/index.js';
import { LastUsedConnections } from './last-used-connections.js';

/** E-mail domains typed that are nobody's here. */
const TYPED = perMinute('login-unknown-domain', 120);
/** The same in `login_hint`, which any web page can send from anybody's browser: so a count of its own. */
const HINTED = perMinute('login-unknown-hint', 120);

/**
 * Stops who tries one e-mail domain after another to learn whose customers are whose. Beyond the limit a known domain is
 * answered like an unknown one, or the difference would go on telling. A browser that signed in through the connection
 * before is let through: it names the connection's id, which nobody knows who has to guess the domain.
 */
@Injectable()
export class DomainGuesses {
  private readonly isOn: boolean;

  constructor(
    config: PorticoConfig,
    private readonly limiter: RateLimiter,
    private readonly lastUsed: LastUsedConnections,
  ) {
    this.isOn = config.rateLimits.login !== undefined;
  }

  /** Counts what a person typed, if nobody has its domain. @throws {TooManyRequestsError} beyond the limit, whoever has it. */
  async typed(found: Connection | undefined, request: IncomingMessage): Promise<void> {
    await this.count(TYPED, found, request);
  }

  /** The same for a `login_hint`. @returns the connection, unless the limit is exceeded: then the page asks the person. */
  async hinted(found: Connection | undefined, request: IncomingMessage): Promise<Connection | undefined> {
    try {
      await this.count(HINTED, found, request);
      return found;
    } catch (error) {
      if (error instanceof TooManyRequestsError) return undefined;
      throw error;
    }
  }

  private async count(rule: RateRule, found: Connection | undefined, request: IncomingMessage): Promise<void> {
    if (!this.isOn) return;
    if (found === undefined) await this.limiter.spend(rule, currentAddress());
    else if (!this.lastUsed.of(request).includes(found.id)) this.limiter.refuseIfOver(rule, currentAddress());
  }
}
