import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApplicationDirectory } from '../../applications/index.js';
import type { Endpoint } from '../protocol/endpoints.js';

const MAX_ORIGIN = 512;
const PREFLIGHT_MAX_AGE = '600';

/**
 * Says which pages of other origins may read the answer (Fetch standard, CORS protocol): pages of any origin read
 * discovery and keys, without credentials; pages of registered web origins read token, userinfo and revocation; nobody
 * reads anything else. The library would echo any origin, and leaves alone an answer that has a CORS header already.
 */
export async function answerCors(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: Endpoint,
  applications: ApplicationDirectory,
): Promise<void> {
  response.appendHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Expose-Headers', 'WWW-Authenticate, Retry-After');
  const { origin } = request.headers;
  const allowed = await allowedOrigin(origin, endpoint, applications);
  if (allowed === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', allowed);
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', endpoint.methods.join(', '));
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept');
  response.setHeader('Access-Control-Max-Age', PREFLIGHT_MAX_AGE);
}

async function allowedOrigin(
  origin: string | undefined,
  endpoint: Endpoint,
  applications: ApplicationDirectory,
): Promise<string | undefined> {
  if (endpoint.cors === 'anybody') return '*';
  if (endpoint.cors === 'nobody' || origin === undefined || origin === 'null' || origin.length > MAX_ORIGIN) {
    return undefined;
  }
  return (await applications.hasWebOrigin(origin)) ? origin : undefined;
}
