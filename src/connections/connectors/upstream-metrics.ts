import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Clock } from '../../common/clock.js';
import { BoundedValues, MAX_CONNECTIONS, Metrics, type Reading } from '../../common/metrics/index.js';
import { type Connector, keepsDocuments } from '../../connectors/index.js';

import type { Connection } from '../model/connection.js';

/** A connector that is kept, and the name of its connection. */
export interface KeptConnector {
  readonly name: string;
  readonly connector: Connector;
}

/** Measures what connections ask of their upstreams, and what is kept of the answers. */
@Injectable()
export class UpstreamMetrics {
  private readonly connections = new BoundedValues(MAX_CONNECTIONS);
  private readonly requests: Histogram<'connection' | 'operation' | 'outcome'>;
  private readonly lookUps: Counter<'result'>;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {
    this.requests = metrics.histogram({
      name: 'portico_upstream_request_duration_seconds',
      help: 'Requests to upstreams, by operation, and by outcome: ok, refused (4xx), or failed (5xx or no answer).',
      labels: ['connection', 'operation', 'outcome'],
    });
    this.lookUps = metrics.counter({
      name: 'portico_connector_cache_requests_total',
      help: 'Uses of a connector: hit, or miss where it was made anew.',
      labels: ['result'],
    });
  }

  lookedUp(result: 'hit' | 'miss'): void {
    this.lookUps.inc({ result });
  }

  /** Wraps the way out so that its requests are measured. A connection that is not saved has no name yet. */
  measured(fetch: typeof globalThis.fetch, { id, name }: Connection): typeof globalThis.fetch {
    return async (input, init) => {
      const connection = id === '' ? '(draft)' : this.connections.of(name);
      const operation = operationOf(input, init);
      const end = this.requests.startTimer({ connection, operation });
      try {
        const answer = await fetch(input, init);
        end({ outcome: answer.status < 400 ? 'ok' : answer.status < 500 ? 'refused' : 'failed' });
        return answer;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    };
  }

  /** Shows what a cache holds whenever the metrics are read. */
  watch(kept: () => readonly KeptConnector[]): void {
    this.metrics.gauge(
      { name: 'portico_connector_cache_size', help: 'Connectors at hand on this instance.', labels: [] },
      () => [{ labels: {}, value: kept().length }],
    );
    this.metrics.gauge(
      {
        name: 'portico_upstream_document_age_seconds',
        help: 'Age of the upstream documents that connectors keep, such as discovery and keys.',
        labels: ['connection', 'document'],
      },
      () =>
        kept()
          .slice(0, MAX_CONNECTIONS)
          .flatMap((one) => this.agesOf(one)),
    );
  }

  private agesOf({ name, connector }: KeptConnector): readonly Reading<'connection' | 'document'>[] {
    if (!keepsDocuments(connector)) return [];
    const now = this.clock.now().getTime();
    return Object.entries(connector.documentsLoadedAt()).map(([document, at]) => ({
      labels: { connection: name, document },
      value: Math.max(0, (now - at.getTime()) / 1000),
    }));
  }
}

/** What a request to an upstream is for, from a closed set. `resource`: with an access token, such as Graph or userinfo. */
export type UpstreamOperation = 'discovery' | 'keys' | 'token' | 'resource' | 'other';

const KEYS = /\/(?:[a-z-]*keys|jwks(?:\.json)?|jwks_uri|certs)\/?$/i;
const DISCOVERY = /\/\.well-known\//;

/** Tells the purpose by the shape of the request, which is the same from every connector: none has to state it. */
export function operationOf(...[input, init]: Parameters<typeof globalThis.fetch>): UpstreamOperation {
  const request = input instanceof Request ? input : undefined;
  const url = request?.url ?? String(input);
  if (!URL.canParse(url)) return 'other';
  const { pathname } = new URL(url);
  const headers = new Headers(init?.headers ?? request?.headers);
  if (/^bearer /i.test(headers.get('authorization') ?? '')) return 'resource';
  if ((init?.method ?? request?.method ?? 'GET').toUpperCase() === 'POST') {
    return isTokenRequest(pathname, init?.body) ? 'token' : 'other';
  }
  if (KEYS.test(pathname)) return 'keys';
  return DISCOVERY.test(pathname) ? 'discovery' : 'other';
}

function isTokenRequest(path: string, body: unknown): boolean {
  if (body instanceof URLSearchParams) return body.has('grant_type') || path.endsWith('token');
  return path.endsWith('token') || (typeof body === 'string' && /(?:^|&)grant_type=/.test(body));
}
