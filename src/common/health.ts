/** Whether the hub lives and can serve. Owns no probe: each part that the hub cannot do without adds its own. */
import { Controller, Get, Header, HttpStatus, Injectable, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ownManifest } from './own-package.js';

/** Resolves when the part is able to serve; throws, or resolves to false, when it is not. */
export type ReadinessProbe = () => Promise<unknown>;

export interface ReadinessReport {
  readonly isReady: boolean;
  /** By the name of the part. No detail: the log has that. */
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
  readonly isShuttingDown: boolean;
}

const LIMIT_MS = 2_000;

/**
 * Whether the hub can serve. The parts that it cannot do without add their probe when they start: the database, the
 * signing keys. Upstreams are none of them: one that is down must not take the others along.
 */
@Injectable()
export class Readiness {
  private readonly probes = new Map<string, ReadinessProbe>();
  private isShuttingDown = false;
  private readonly limitMs: number = LIMIT_MS;

  /** @param name public, for example `database`. */
  add(name: string, probe: ReadinessProbe): void {
    this.probes.set(name, probe);
  }

  /** From now on not ready, so that no new work is sent while the work in flight ends. */
  beginShutdown(): void {
    this.isShuttingDown = true;
  }

  /** Asks every part; one that does not answer in two seconds has failed. Never throws. */
  async report(): Promise<ReadinessReport> {
    const outcomes = await Promise.all(
      [...this.probes].map(async ([name, probe]) => [name, await this.outcomeOf(probe)] as const),
    );
    const isHealthy = outcomes.every(([, outcome]) => outcome === 'ok');
    return {
      isReady: isHealthy && !this.isShuttingDown,
      checks: Object.fromEntries(outcomes),
      isShuttingDown: this.isShuttingDown,
    };
  }

  private async outcomeOf(probe: ReadinessProbe): Promise<'ok' | 'failed'> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), this.limitMs);
    });
    try {
      return (await Promise.race([probe(), limit])) === false ? 'failed' : 'ok';
    } catch {
      return 'failed';
    } finally {
      clearTimeout(timer);
    }
  }
}

/** For load balancers and orchestrators. Public: it says which version this is, and of each part whether it works. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. Asks nothing else: a restart mends no database. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** The hub can serve: 200, or 503 with the parts that cannot. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    const { isReady, checks, isShuttingDown } = await this.readiness.report();
    if (!isReady) response.status(HttpStatus.SERVICE_UNAVAILABLE).setHeader('Retry-After', '5');
    const status = isReady ? 'ok' : isShuttingDown ? 'shutting_down' : 'unavailable';
    return { status, version: ownManifest().version, checks };
  }
}
