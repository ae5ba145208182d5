/** Everything one running sandbox holds. Routes share it; nothing of it outlives `close()`. */
import type { Clock } from '../../common/clock.js';
import type { Seed } from '../seed/seed.js';
import { Directory } from './directory.js';
import { DEFAULT_SWITCHES, Faults, type Switches } from './faults.js';
import { GrantStore, type PendingSignIn } from './grants.js';
import type { KeyRing } from './key-ring.js';
import { RequestLog } from './request-log.js';

export class SandboxState {
  /** Origin of the sandbox, without a trailing slash. Known once it listens. */
  base = '';
  directory: Directory;
  readonly grants = new GrantStore();
  readonly faults = new Faults();
  readonly requests: RequestLog;
  readonly pending = new Map<string, PendingSignIn>();
  switches: Switches = { ...DEFAULT_SWITCHES };

  constructor(
    readonly seed: Seed,
    readonly keys: KeyRing,
    readonly clock: Clock,
  ) {
    this.directory = new Directory(seed);
    this.requests = new RequestLog(clock);
  }

  /** Back to the seed. Keys stay, so that a hub need not notice. */
  reset(): void {
    this.directory = new Directory(this.seed);
    this.grants.clear();
    this.faults.clear();
    this.requests.clear();
    this.pending.clear();
    this.switches = { ...DEFAULT_SWITCHES };
  }

  /** Issuer of ID tokens: v1.0 has another path (at Microsoft another host) and a trailing slash. */
  issuer(version: 1 | 2, tenantId: string): string {
    return version === 2 ? `${this.base}/${tenantId}/v2.0` : `${this.base}/sts/${tenantId}/`;
  }
}

/** The part of pino that the sandbox and the sample application use. */
export interface SandboxLogger {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}
