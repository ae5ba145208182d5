import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Readiness } from './readiness.js';

/** For load balancers and orchestrators. Public: it says of each part whether it works, and nothing else. */
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
    return { status: isReady ? 'ok' : isShuttingDown ? 'shutting_down' : 'unavailable', checks };
  }
}
