import { resolve } from 'node:path';
import { validateSync } from 'class-validator';
import { Environment, LOG_LEVELS, VARIABLES } from './environment.js';
import { listOf, upstreamAllowance } from './network-values.js';
import { DEFAULT_RATE_LIMITS, PorticoConfig, type RateLimits, type UpstreamAllowance } from './portico-config.js';

const DEFAULT_PORT = 3000;

/**
 * Reads the environment into one frozen object. No I/O.
 * @throws {ConfigurationError} that names every bad variable and its remedy.
 */
export function loadConfig(variables: Readonly<Record<string, string | undefined>>): PorticoConfig {
  const environment = read(variables);
  const problems = [
    ...ruleProblems(environment),
    ...combinationProblems(environment),
    ...unknownVariables(variables).map((variable) => ({
      variable,
      message: `is not a variable of this hub. Remove it, or correct it: ${VARIABLES.filter(isOurs).join(', ')}.`,
    })),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return configOf(environment);
}

/** Only the hub's own variables, an empty one counting as unset: that is how compose files write "none". */
function read(variables: Readonly<Record<string, string | undefined>>): Environment {
  const environment = new Environment();
  for (const name of VARIABLES) {
    const value = variables[name]?.trim();
    if (value !== undefined && value !== '') environment[name] = value;
  }
  return environment;
}

function ruleProblems(environment: Environment): ConfigurationProblem[] {
  return validateSync(environment, { forbidUnknownValues: true, skipUndefinedProperties: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}).map((message) => ({ variable: error.property, message })),
  );
}

function combinationProblems(environment: Environment): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const { PORTICO_MANAGEMENT_CLIENT_ID: id, PORTICO_MANAGEMENT_CLIENT_SECRET: secret } = environment;
  if (id !== undefined && secret === undefined) {
    problems.push(
      missing('PORTICO_MANAGEMENT_CLIENT_SECRET', 'is missing beside PORTICO_MANAGEMENT_CLIENT_ID. Give both or none.'),
    );
  }
  if (secret !== undefined && id === undefined) {
    problems.push(
      missing('PORTICO_MANAGEMENT_CLIENT_ID', 'is missing beside PORTICO_MANAGEMENT_CLIENT_SECRET. Give both or none.'),
    );
  }
  if (environment.PORTICO_SECRET_KEY === undefined) {
    const reason =
      environment.NODE_ENV === 'production'
        ? 'a missing key is refused in production'
        : environment.DATABASE_URL !== undefined
          ? 'must be given with DATABASE_URL: instances share the key'
          : undefined;
    if (reason !== undefined) {
      problems.push(
        missing('PORTICO_SECRET_KEY', `${reason}. Make one with: openssl rand -base64 32 – and keep a copy.`),
      );
    }
  }
  return problems;
}

function missing(variable: string, message: string): ConfigurationProblem {
  return { variable, message };
}

/** A mistyped variable would otherwise be ignored, and its default quietly used. */
function unknownVariables(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set<string>(VARIABLES);
  return Object.keys(variables)
    .filter((name) => isOurs(name) && !known.has(name))
    .sort();
}

function isOurs(name: string): boolean {
  return name.startsWith('PORTICO_');
}

function configOf(environment: Environment): PorticoConfig {
  const port = environment.PORT === undefined ? DEFAULT_PORT : Number(environment.PORT);
  const id = environment.PORTICO_MANAGEMENT_CLIENT_ID;
  const secret = environment.PORTICO_MANAGEMENT_CLIENT_SECRET;
  return Object.freeze(
    Object.assign(new PorticoConfig(), {
      issuer: environment.PORTICO_ISSUER ?? new URL(`http://localhost:${port}`).origin,
      port,
      host: environment.HOST ?? '127.0.0.1',
      dataDir: resolve(environment.PORTICO_DATA_DIR ?? './data'),
      connectors: Object.freeze(listOf(environment.PORTICO_CONNECTORS)),
      trustProxy: Object.freeze(listOf(environment.PORTICO_TRUST_PROXY)),
      upstreamAllow: Object.freeze(
        listOf(environment.PORTICO_UPSTREAM_ALLOW)
          .map(upstreamAllowance)
          .filter((allowance): allowance is UpstreamAllowance => allowance !== undefined)
          .map((allowance) => Object.freeze(allowance)),
      ),
      rememberConnection: environment.PORTICO_REMEMBER_CONNECTION === 'on',
      rateLimits: rateLimitsOf(environment),
      metricsReaders: Object.freeze(
        environment.PORTICO_METRICS === 'off' ? [] : listOf(environment.PORTICO_METRICS ?? 'loopback'),
      ),
      logLevel: LOG_LEVELS.find((level) => level === environment.LOG_LEVEL) ?? 'info',
      production: environment.NODE_ENV === 'production',
      ...(environment.DATABASE_URL !== undefined && { databaseUrl: environment.DATABASE_URL }),
      ...(environment.PORTICO_SECRET_KEY !== undefined && {
        secretKeys: Object.freeze(listOf(environment.PORTICO_SECRET_KEY).map((key) => Buffer.from(key, 'base64'))),
      }),
      ...(id !== undefined && secret !== undefined && { managementClient: Object.freeze({ id, secret }) }),
    }),
  );
}

function rateLimitsOf(environment: Environment): RateLimits {
  const read = (surface: keyof RateLimits, text: string | undefined): RateLimits =>
    text === 'off' ? {} : { [surface]: text === undefined ? DEFAULT_RATE_LIMITS[surface] : Number(text) };
  return Object.freeze({
    ...read('login', environment.PORTICO_RATE_LIMIT_LOGIN),
    ...read('token', environment.PORTICO_RATE_LIMIT_TOKEN),
    ...read('management', environment.PORTICO_RATE_LIMIT_MANAGEMENT),
  });
}

/**
 * The hub cannot start. `message` is for the operator: what is wrong, where, and the remedy. Holds no secret.
 * Commands print it without a stack and exit with 1.
 */
export class StartupError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One bad environment variable, and what to do about it. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly message: string;
}

/** The environment is not acceptable. Names every bad variable at once; never shows a value that may be a secret. */
export class ConfigurationError extends StartupError {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      [
        'The configuration is not valid:',
        ...problems.map(({ variable, message }) => `  - ${variable}: ${message}`),
      ].join('\n'),
    );
  }
}
