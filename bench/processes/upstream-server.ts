/**
 * A process: the fastest upstream that the Azure AD connector accepts in full, and at its root any OpenID Connect client.
 * One key made at the start; everybody who comes is signed in at once as the next of two hundred people. It checks what
 * costs nothing (client, secret, code once); it is no test of the connector, that is the sandbox.
 */
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { type Certificate, loopbackCertificate } from './certificate.js';
import type { UpstreamAddress } from './upstream.js';

const PEOPLE = 200;
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
/** Claims of whom each access token is of, for clients that ask for them a second time. */
const told = new Map<string, object>();
const MOST_TOLD = 5000;
let visitors = 0;

const certificate = process.argv[2] === 'https' ? await loopbackCertificate() : undefined;
const server = listener(certificate);
server.keepAliveTimeout = 60_000;
server.listen(0, 'localhost', () => {
  const ca = certificate === undefined ? {} : { ca: certificate.cert };
  const address: UpstreamAddress = { url: origin(), tenantId, clientId, clientSecret, ...ca };
  process.send?.(address);
});
process.once('disconnect', () => process.exit(0));

function listener(tls: Certificate | undefined) {
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.writeHead(400).end());
  };
  return tls === undefined ? createServer(listen) : createTlsServer(tls, listen);
}

function origin(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream does not listen.');
  return `http${certificate === undefined ? '' : 's'}://localhost:${address.port}`;
}

/** Entra's tenant, and the plain provider beside it: one key, one client, the same people. */
interface Realm {
  readonly issuer: string;
  readonly discovery: string;
  readonly authorize: string;
  readonly token: string;
  readonly keys: string;
  /** Entra's is Graph's, which nobody asks here. */
  readonly userinfo?: string;
  readonly jwk: object;
  claimsOf(person: number): object;
}

let made: readonly Realm[] | undefined;

function realms(): readonly Realm[] {
  made ??= makeRealms();
  return made;
}

function makeRealms(): readonly Realm[] {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  const tenant = `/${tenantId}`;
  return [
    {
      issuer: `${origin()}${tenant}/v2.0`,
      discovery: `${tenant}/v2.0/.well-known/openid-configuration`,
      authorize: `${tenant}/oauth2/v2.0/authorize`,
      token: `${tenant}/oauth2/v2.0/token`,
      keys: `${tenant}/discovery/v2.0/keys`,
      jwk: { ...jwk, issuer: `${origin()}/{tenantid}/v2.0` },
      claimsOf: (person) => ({
        ver: '2.0',
        tid: tenantId,
        oid: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`,
        sub: `pairwise-${person}`,
      }),
    },
    {
      issuer: origin(),
      discovery: '/.well-known/openid-configuration',
      authorize: '/authorize',
      token: '/token',
      keys: '/jwks',
      userinfo: '/userinfo',
      jwk: { ...jwk, alg: 'RS256' },
      claimsOf: (person) => ({
        sub: `person-${person}`,
        email_verified: true,
        given_name: 'Person',
        family_name: String(person),
      }),
    },
  ];
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin());
  const realm = realms().find((one) =>
    [one.discovery, one.authorize, one.token, one.keys, one.userinfo].includes(url.pathname),
  );
  if (url.pathname === realm?.authorize) {
    response.writeHead(302, { location: authorize(url.searchParams) }).end();
    return;
  }
  const { status, body } = realm === undefined ? notFound : await document(realm, url.pathname, request);
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

const notFound: Json = { status: 404, body: { error: 'not_found' } };

async function document(realm: Realm, path: string, request: IncomingMessage): Promise<Json> {
  if (path === realm.keys) return { status: 200, body: { keys: [realm.jwk] } };
  if (path === realm.token) return token(new URLSearchParams(await text(request)), request, realm);
  if (path === realm.userinfo) return userinfo(request.headers.authorization);
  return {
    status: 200,
    body: {
      issuer: realm.issuer,
      authorization_endpoint: `${origin()}${realm.authorize}`,
      token_endpoint: `${origin()}${realm.token}`,
      jwks_uri: `${origin()}${realm.keys}`,
      ...(realm.userinfo !== undefined && { userinfo_endpoint: `${origin()}${realm.userinfo}` }),
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      scopes_supported: ['openid', 'profile', 'email'],
      subject_types_supported: ['pairwise'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    },
  };
}

function token(form: URLSearchParams, request: IncomingMessage, realm: Realm): Json {
  const code = form.get('code') ?? '';
  const waiting = codes.get(code);
  codes.delete(code);
  const verifier = form.get('code_verifier');
  const challenge = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
  const isClient = form.get('client_secret') === clientSecret || isBasic(request.headers.authorization);
  if (!isClient) return { status: 401, body: { error: 'invalid_client' } };
  if (waiting?.challenge !== challenge || waiting.redirectUri !== form.get('redirect_uri'))
    return { status: 400, body: { error: 'invalid_grant' } };
  const accessToken = randomUUID();
  const claims = nextPerson(realm);
  if (told.size > MOST_TOLD) told.clear();
  told.set(accessToken, claims);
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile email',
      access_token: accessToken,
      id_token: idToken(realm, claims, waiting.nonce),
    },
  };
}

/** Some clients encode what needs no encoding (RFC 6749 §2.3.1). */
function isBasic(authorization = ''): boolean {
  const [scheme = '', credentials = ''] = authorization.split(' ');
  const [id, secret] = Buffer.from(credentials, 'base64').toString().split(':').map(decodeURIComponent);
  return scheme.toLowerCase() === 'basic' && id === clientId && secret === clientSecret;
}

function userinfo(authorization = ''): Json {
  const claims = told.get(authorization.replace('Bearer ', ''));
  return claims === undefined ? { status: 401, body: { error: 'invalid_token' } } : { status: 200, body: claims };
}

function nextPerson(realm: Realm): object {
  const person = visitors++ % PEOPLE;
  return {
    name: `Person ${person}`,
    email: `person${person}@contoso.com`,
    preferred_username: `person${person}@contoso.com`,
    ...realm.claimsOf(person),
  };
}

function idToken(realm: Realm, claims: object, nonce: string | null): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + 3600 };
  const body = base64url({ iss: realm.issuer, aud: clientId, ...times, ...(nonce !== null && { nonce }), ...claims });
  return `${head}.${body}.${createSign('RSA-SHA256').update(`${head}.${body}`).sign(privateKey, 'base64url')}`;
}
