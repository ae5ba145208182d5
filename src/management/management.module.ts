import { Injectable, Module, type NestMiddleware } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Counter } from 'prom-client';
import { Metrics } from '../common/metrics/index.js';
import { LogsController } from './logs.controller.js';
import { OpenApiController } from './openapi.controller.js';
import { OpenApiDocument } from './openapi-document.js';

/**
 * Routes of the management API that belong to no feature. Its guard needs no import: what it injects is global
 * (`ManagementTokenVerifier` from the OpenID Provider, `EventRecorder` from events).
 */
@Module({ controllers: [LogsController, OpenApiController], providers: [OpenApiDocument] })
export class ManagementModule {}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'];

/** Counts requests of the management API by the route that answered: its template, never the path that was asked for. */
@Injectable()
export class RequestMetrics implements NestMiddleware {
  private readonly requests: Counter<'method' | 'route' | 'status'>;

  constructor(metrics: Metrics) {
    this.requests = metrics.counter({
      name: 'portico_management_requests_total',
      help: 'Requests of the management API, by route and status.',
      labels: ['method', 'route', 'status'],
    });
  }

  use(request: Request, response: Response, next: () => void): void {
    response.once('finish', () => {
      this.requests.inc({
        method: METHODS.includes(request.method) ? request.method : '(other)',
        route: templateOf(request),
        status: String(response.statusCode),
      });
    });
    next();
  }
}

/** Where no controller answers, the last route that matched is a middleware's, which ends in a wildcard. */
function templateOf(request: Request): string {
  const path: unknown = request.route?.path;
  return typeof path === 'string' && !path.includes('*') ? path : '(unmatched)';
}
