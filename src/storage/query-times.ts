import type { KyselyConfig } from 'kysely';
import type { Metrics } from '../common/metrics/index.js';

/** Hears how long each statement took. */
export type QueryListener = (seconds: number, outcome: 'ok' | 'failed') => void;

/** The part of Kysely's configuration that tells a listener; without one nothing is timed. */
export function told(listener: QueryListener | undefined): Pick<KyselyConfig, 'log'> {
  if (listener === undefined) return {};
  return {
    log: ({ level, queryDurationMillis }) => listener(queryDurationMillis / 1000, level === 'error' ? 'failed' : 'ok'),
  };
}

/** Measures statements, waiting for a connection not included. */
export function measuringListener(metrics: Metrics): QueryListener {
  const durations = metrics.histogram({
    name: 'portico_storage_query_duration_seconds',
    help: 'Statements of the hub’s database.',
    labels: ['outcome'],
  });
  return (seconds, outcome) => durations.observe({ outcome }, seconds);
}
