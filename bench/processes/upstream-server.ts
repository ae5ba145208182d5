/**
 * A process: the fastest upstream that the Azure AD connector accepts in full. Entra's paths, metadata, keys and claims,
 * one key made at the start; everybody who comes is signed in at once as the next of a thousand people. It checks what
 * costs nothing (client, secret, code once); it is no test of the connector, that is the sandbox.
 */
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { UpstreamAddress } from './upstream.js';

const PEOPLE = 1000;
const tenantId = '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b';
const clientId = '3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10';
const clientSecret = `bench-${randomUUID()}`;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kid = 'bench';
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const head = base64url({ typ: 'JWT', alg: 'RS256', kid });

interface Waiting {
  readonly nonce: string | null;
  readonly redirectUri: string | null;
  readonly challenge: string | null;
}
const codes = new Map<string, Waiting>();
let visitors = 0;

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(400).end());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address: UpstreamAddress = { url: origin(), tenantId, clientId, clientSecret };
  process.send?.(address);
});
process.once('disconnect', () => process.exit(0));

function origin(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream does not listen.');
  return `http://127.0.0.1:${address.port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin());
  if (url.pathname === `/${tenantId}/oauth2/v2.0/authorize`) {
    response.writeHead(302, { location: authorize(url.searchParams) }).end();
    return;
  }
  const { status, body } = await document(url.pathname, request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Where the person goes back to: everybody is signed in already. */
function authorize(query: URLSearchParams): string {
  const code = randomUUID();
  const redirectUri = query.get('redirect_uri');
  codes.set(code, { nonce: query.get('nonce'), redirectUri, challenge: query.get('code_challenge') });
  const back = new URL(redirectUri ?? '');
  back.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
  return back.href;
}

interface Json {
  readonly status: number;
  readonly body: object;
}

async function document(path: string, request: IncomingMessage): Promise<Json> {
  const base = `${origin()}/${tenantId}`;
  const issuer = `${base}/v2.0`;
  const key = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', issuer: `${origin()}/{tenantid}/v2.0` };
  switch (path) {
    case `/${tenantId}/v2.0/.well-known/openid-configuration`:
      return {
        status: 200,
        body: {
          issuer,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          token_endpoint: `${base}/oauth2/v2.0/token`,
          jwks_uri: `${base}/discovery/v2.0/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['pairwise'],
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        },
      };
    case `/${tenantId}/discovery/v2.0/keys`:
      return { status: 200, body: { keys: [key] } };
    case `/${tenantId}/oauth2/v2.0/token`:
      return token(new URLSearchParams(await text(request)), request, issuer);
    default:
      return { status: 404, body: { error: 'not_found' } };
  }
}

function token(form: URLSearchParams, request: IncomingMessage, issuer: string): Json {
  const code = form.get('code') ?? '';
  const waiting = codes.get(code);
  codes.delete(code);
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const isClient = form.get('client_secret') === clientSecret || request.headers.authorization === basic;
  if (!isClient) return { status: 401, body: { error: 'invalid_client' } };
  if (waiting?.challenge !== challenge || waiting.redirectUri !== form.get('redirect_uri'))
    return { status: 400, body: { error: 'invalid_grant' } };
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: randomUUID(),
      id_token: idToken(issuer, waiting.nonce),
    },
  };
}

function idToken(issuer: string, nonce: string | null): string {
  const person = visitors++ % PEOPLE;
  const now = Math.floor(Date.now() / 1000);
  const body = base64url({
    iss: issuer,
    aud: clientId,
    iat: now,
    nbf: now,
    exp: now + 3600,
    ...(nonce !== null && { nonce }),
    ver: '2.0',
    tid: tenantId,
    oid: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`,
    sub: `pairwise-${person}`,
    name: `Person ${person}`,
    email: `person${person}@contoso.com`,
    preferred_username: `person${person}@contoso.com`,
  });
  return `${head}.${body}.${createSign('RSA-SHA256').update(`${head}.${body}`).sign(privateKey, 'base64url')}`;
}
