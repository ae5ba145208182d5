import { ValidateBy, type ValidationArguments } from 'class-validator';
import { isAddress, isLoopbackHost, isRange, listOf, upstreamAllowance } from './network-values.js';

/** What is wrong with one variable and what to do about it; undefined when nothing is. */
export type Check = (value: string, environment: object) => string | undefined;

/** class-validator decorator around a `Check`: its sentence becomes the message. */
export function Checked(name: string, check: Check): PropertyDecorator {
  const explain = (value: unknown, args?: ValidationArguments) =>
    typeof value === 'string' ? check(value, args?.object ?? {}) : 'must be text.';
  return ValidateBy({
    name,
    validator: {
      validate: (value, args) => explain(value, args) === undefined,
      defaultMessage: (args) => explain(args?.value, args) ?? '',
    },
  });
}

/** The origin of a URL that is nothing but an origin. Byte for byte: tokens carry the issuer as it is written here. */
export const issuer: Check = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return 'must be an absolute http or https URL, for example https://login.example.com.';
  }
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password. Remove what is before "@".';
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(value))
    return 'must not have a query or fragment. Remove it.';
  if (url.pathname !== '/') return `must be the root of a host, without a path. Use ${url.origin}.`;
  if (value !== url.origin)
    return `must be written exactly as ${url.origin} (lower case, no trailing slash, no default port).`;
  return undefined;
};

/** In production tokens and cookies never travel in clear text. */
export const issuerInProduction: Check = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' || isLoopbackHost(url.hostname)) return undefined;
  return 'must be https in production. Put a TLS proxy in front and give its https URL.';
};

export const port: Check = (value) =>
  /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535 ? undefined : 'must be a number from 1 to 65535.';

export const secretKeys: Check = (value) => {
  const keys = value.split(',').map((key) => key.trim());
  const bytes = keys.map((key) => (/^[A-Za-z0-9+/]{43}=$/.test(key) ? Buffer.from(key, 'base64') : undefined));
  const remedy = 'Make one with: openssl rand -base64 32';
  const bad = bytes.indexOf(undefined);
  if (bad >= 0) return `key ${bad + 1} of ${keys.length} is not 32 bytes in base64. ${remedy}`;
  const weak = bytes.findIndex((key) => key?.every((byte) => byte === key[0]));
  if (weak >= 0) return `key ${weak + 1} of ${keys.length} is one byte repeated. ${remedy}`;
  if (new Set(keys).size < keys.length) return 'holds the same key twice. Keep it once; the first key writes.';
  return undefined;
};

/** A connection URI as libpq has it. No sentence repeats any of it: it holds a password. */
export const databaseUrl: Check = (value) => {
  const example = 'for example postgres://portico:PASSWORD@db.example.com:5432/portico.';
  if (value.includes('#')) return 'must not hold "#". Write it as %23 where it belongs to the password.';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    return `must be a PostgreSQL connection URL, ${example}`;
  }
  if (!isDecodable(url.username) || !isDecodable(url.password) || !isDecodable(url.pathname)) {
    return 'holds a "%" that begins no escape. Write it as %25.';
  }
  if (!/^\/[^/]+$/.test(url.pathname)) return `must name the database after the host, ${example}`;
  const poolSize = url.searchParams.get('pool_size');
  if (poolSize !== null && !/^[1-9]\d{0,2}$/.test(poolSize)) return 'has a pool_size that is no number from 1 to 999.';
  return undefined;
};

export const managementClientId: Check = (value) =>
  /^[A-Za-z0-9._~-]{1,128}$/.test(value) ? undefined : 'must be 1 to 128 letters, digits or any of "._~-".';

export const managementClientSecret: Check = (value) => {
  if (value.length < 16) return 'must have at least 16 characters. Make one with: openssl rand -base64 32';
  return /^[\x21-\x7e]{16,512}$/.test(value)
    ? undefined
    : 'must be at most 512 printable ASCII characters without spaces.';
};

export const trustProxy: Check = (value) => {
  const bad = listOf(value).filter((part) => !isPeer(part));
  return bad.length === 0
    ? undefined
    : `${quoted(bad)} is not an address, a CIDR range (not /0) or "loopback". List the proxies in front of the hub.`;
};

/** At least one, or nobody could sign in; "off" has to be said. */
export const rateLimit: Check = (value) =>
  value === 'off' || (/^[1-9]\d{0,6}$/.test(value) && Number(value) <= 1_000_000)
    ? undefined
    : 'must be a number of requests a minute from 1 to 1000000, or "off".';

export const metricsReaders: Check = (value) => {
  const bad = value === 'off' ? [] : listOf(value).filter((part) => !isPeer(part));
  return bad.length === 0
    ? undefined
    : `${quoted(bad)} is not an address, a CIDR range (not /0) or "loopback". List who reads /metrics, or set it to "off".`;
};

/** Only the form of the list: whether a package is there and fits is found when it is loaded. */
export const connectors: Check = (value) => {
  const parts = listOf(value);
  const twice = parts.filter((part, index) => parts.indexOf(part) !== index);
  if (twice.length > 0) return `lists ${quoted([...new Set(twice)])} twice. Keep it once.`;
  const bad = parts.filter((part) => /\0|^[a-z]+:/i.test(part));
  return bad.length === 0
    ? undefined
    : `${quoted(bad)} is no package name and no path, for example @acme/portico-connector-foo or ./local/bar.js.`;
};

export const upstreamAllow: Check = (value) => {
  const bad = listOf(value).filter((part) => upstreamAllowance(part) === undefined);
  return bad.length === 0
    ? undefined
    : `${quoted(bad)} is not host, host:port or a CIDR range (not /0), for example 127.0.0.1:8443 or 10.1.0.0/16.`;
};

function isPeer(part: string): boolean {
  return part === 'loopback' || isAddress(part) || isRange(part);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function quoted(parts: readonly string[]): string {
  return parts.map((part) => JSON.stringify(part)).join(', ');
}
