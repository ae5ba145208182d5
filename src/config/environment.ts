import { IsIn, IsOptional } from 'class-validator';
import * as checks from './checks.js';
import { isHost } from './network-values.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The variables that the hub reads, as text, with the rule of each. An empty variable counts as unset. */
export class Environment {
  @IsOptional()
  @checks.Checked('issuer', checks.issuer)
  @checks.Checked('issuerInProduction', (value, environment) =>
    isProduction(environment) ? checks.issuerInProduction(value, environment) : undefined,
  )
  PORTICO_ISSUER?: string;

  @IsOptional()
  @checks.Checked('port', checks.port)
  PORT?: string;

  @IsOptional()
  @checks.Checked('host', (value) =>
    isHost(value) ? undefined : 'must be a host name or an address to listen on, for example 127.0.0.1 or 0.0.0.0.',
  )
  HOST?: string;

  @IsOptional()
  @checks.Checked('directory', (value) => (value.includes('\0') ? 'must be a path.' : undefined))
  PORTICO_DATA_DIR?: string;

  @IsOptional()
  @checks.Checked('databaseUrl', checks.databaseUrl)
  DATABASE_URL?: string;

  @IsOptional()
  @checks.Checked('secretKeys', checks.secretKeys)
  PORTICO_SECRET_KEY?: string;

  @IsOptional()
  @checks.Checked('managementClientId', checks.managementClientId)
  PORTICO_MANAGEMENT_CLIENT_ID?: string;

  @IsOptional()
  @checks.Checked('managementClientSecret', checks.managementClientSecret)
  PORTICO_MANAGEMENT_CLIENT_SECRET?: string;

  @IsOptional()
  @checks.Checked('connectors', checks.connectors)
  PORTICO_CONNECTORS?: string;

  @IsOptional()
  @checks.Checked('trustProxy', checks.trustProxy)
  PORTICO_TRUST_PROXY?: string;

  @IsOptional()
  @checks.Checked('upstreamAllow', checks.upstreamAllow)
  PORTICO_UPSTREAM_ALLOW?: string;

  @IsOptional()
  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_LOGIN?: string;

  @IsOptional()
  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_TOKEN?: string;

  @IsOptional()
  @checks.Checked('rateLimit', checks.rateLimit)
  PORTICO_RATE_LIMIT_MANAGEMENT?: string;

  @IsOptional()
  @checks.Checked('metricsReaders', checks.metricsReaders)
  PORTICO_METRICS?: string;

  @IsOptional()
  @IsIn(LOG_LEVELS, { message: `must be one of ${LOG_LEVELS.join(', ')}.` })
  LOG_LEVEL?: string;

  NODE_ENV?: string;

  /** Node's own switch: with it no certificate of an upstream is worth anything. */
  @IsOptional()
  @checks.Checked('tls', (value) =>
    value === '0' ? 'must not be 0: it accepts any certificate. For a private CA use NODE_EXTRA_CA_CERTS.' : undefined,
  )
  NODE_TLS_REJECT_UNAUTHORIZED?: string;
}

export const VARIABLES = [
  'PORTICO_ISSUER',
  'PORT',
  'HOST',
  'PORTICO_DATA_DIR',
  'DATABASE_URL',
  'PORTICO_SECRET_KEY',
  'PORTICO_MANAGEMENT_CLIENT_ID',
  'PORTICO_MANAGEMENT_CLIENT_SECRET',
  'PORTICO_CONNECTORS',
  'PORTICO_TRUST_PROXY',
  'PORTICO_UPSTREAM_ALLOW',
  'PORTICO_RATE_LIMIT_LOGIN',
  'PORTICO_RATE_LIMIT_TOKEN',
  'PORTICO_RATE_LIMIT_MANAGEMENT',
  'PORTICO_METRICS',
  'LOG_LEVEL',
  'NODE_ENV',
  'NODE_TLS_REJECT_UNAUTHORIZED',
] as const satisfies readonly (keyof Environment)[];

function isProduction(environment: object): boolean {
  return 'NODE_ENV' in environment && environment.NODE_ENV === 'production';
}
