import { IsIn } from 'class-validator';
import * as checks from './checks.js';
import { isHost } from './network-values.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The variables that the hub reads, as text, with the rule of each. An empty variable counts as unset. */
export class Environment {
  @checks.Checked('issuer', checks.issuer)
  @checks.Checked('issuerInProduction', (value, environment) =>
    isProduction(environment) ? checks.issuerInProduction(value, environment) : undefined,
  )
  PORTICO_ISSUER?: string;

  @checks.Checked('port', checks.port)
  PORT?: string;

  @checks.Checked('host', (value) =>
    isHost(value) ? undefined : 'must be a host name or an address to listen on, for example 127.0.0.1 or 0.0.0.0.',
  )
  HOST?: string;

  @checks.Checked('directory', (value) => (value.includes('\0') ? 'must be a path.' : undefined))
  PORTICO_DATA_DIR?: string;

  @checks.Checked('databaseUrl', checks.databaseUrl)
  DATABASE_URL?: string;

  @checks.Checked('secretKeys', checks.secretKeys)
  PORTICO_SECRET_KEY?: string;

  @checks.Checked('managementClientId', checks.managementClientId)
  PORTICO_MANAGEMENT_CLIENT_ID?: string;

  @checks.Checked('managementClientSecret', checks.managementClientSecret)
  PORTICO_MANAGEMENT_CLIENT_SECRET?: string;

  @checks.Checked('connectors', checks.connectors)
  PORTICO_CONNECTORS?: string;

  @checks.Checked('trustProxy', checks.trustProxy)
  PORTICO_TRUST_PROXY?: string;

  @checks.Checked('upstreamAllow', checks.upstreamAllow)
  PORTICO_UPSTREAM_ALLOW?: string;

  @IsIn(['on', 'off'], { message: 'must be "on" or "off".' })
  PORTICO_REMEMBER_CONNECTION?: string;

  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_LOGIN?: string;

  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_TOKEN?: string;

  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_MANAGEMENT?: string;

  @checks.Checked('metricsReaders', checks.metricsReaders)
  PORTICO_METRICS?: string;

  @IsIn(LOG_LEVELS, { message: `must be one of ${LOG_LEVELS.join(', ')}.` })
  LOG_LEVEL?: string;

  NODE_ENV?: string;

  /** Node's own switch: with it no certificate of an upstream is worth anything. */
  @checks.Checked('tls', (value) =>
    value === '0' ? 'must not be 0: it accepts any certificate. For a private CA use NODE_EXTRA_CA_CERTS.' : undefined,
  )
  NODE_TLS_REJECT_UNAUTHORIZED?: string;
}

/** Their names. Every declared field is an own property of an instance, also one that is not set. */
export const VARIABLES = Object.keys(new Environment()) as readonly (keyof Environment)[];

function isProduction(environment: object): boolean {
  return 'NODE_ENV' in environment && environment.NODE_ENV === 'production';
}
