/** A process: Polis as a library on Express, as its documentation mounts it. Its argument is its options, as JSON. */
import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Express, Request, Response } from 'express';
import { REDIRECT_URI } from '../driver/application.js';
import type { UpstreamAddress } from '../processes/upstream.js';

export interface PolisOptions {
  readonly port: number;
  readonly upstream: UpstreamAddress;
  /** The folder whose `node_modules` has it. */
  readonly installed: string;
  /** Left out: it keeps everything in memory. */
  readonly database?: string;
}

/** What is used of it. */
interface Jackson {
  readonly connectionAPIController: {
    createOIDCConnection(connection: object): Promise<{ readonly clientID: string; readonly clientSecret: string }>;
  };
  readonly oauthController: {
    authorize(query: object): Promise<{ readonly redirect_url?: string }>;
    oidcAuthzResponse(query: object): Promise<{ readonly redirect_url?: string; readonly error?: string }>;
    token(body: object, authorization?: string): Promise<object>;
  };
  readonly oidcDiscoveryController: { openidConfig(): object; jwks(): Promise<object> };
}

const { port, upstream, installed, database } = JSON.parse(process.argv[2] ?? '') as PolisOptions;
const fromPackage = createRequire(join(installed, 'package.json'));
const express = fromPackage('express') as { (): Express; urlencoded(options: object): never };
const { default: jackson } = fromPackage('@boxyhq/saml-jackson') as { default(options: object): Promise<Jackson> };
const issuer = `http://127.0.0.1:${port}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const polis = await jackson({
  externalUrl: issuer,
  samlAudience: 'https://saml.example.com',
  samlPath: '/saml',
  oidcPath: '/callback',
  noAnalytics: true,
  db: database === undefined ? { engine: 'mem' } : { engine: 'sql', type: 'postgres', url: database },
  openid: { jwsAlg: 'RS256', jwtSigningKeys: { private: base64(privateKey), public: base64(publicKey) } },
  logger: {
    info: () => undefined,
    warn: () => undefined,
    error: (...all: unknown[]) => process.stderr.write(`${all}\n`),
  },
});
const connection = await polis.connectionAPIController.createOIDCConnection({
  tenant: 'contoso',
  product: 'benchmark',
  name: 'Contoso',
  defaultRedirectUrl: REDIRECT_URI,
  redirectUrl: JSON.stringify([REDIRECT_URI]),
  oidcDiscoveryUrl: `${upstream.url}/.well-known/openid-configuration`,
  oidcClientId: upstream.clientId,
  oidcClientSecret: upstream.clientSecret,
});

/** Redirects where it says so; anything else it says is an error. */
async function redirectTo(answer: Promise<{ readonly redirect_url?: string }>, response: Response): Promise<void> {
  const { redirect_url: url, ...rest } = await answer;
  if (url === undefined) response.status(400).json(rest);
  else response.redirect(302, url);
}

const app = express();
app.use(express.urlencoded({ extended: false }));
app.get('/authorize', ({ query }: Request, response: Response) =>
  redirectTo(polis.oauthController.authorize(query), response),
);
app.get('/callback', ({ query }: Request, response: Response) =>
  redirectTo(polis.oauthController.oidcAuthzResponse(query), response),
);
app.post('/token', async ({ body, headers }: Request, response: Response) => {
  response.json(await polis.oauthController.token(body, headers.authorization));
});
app.get('/.well-known/openid-configuration', (_request: Request, response: Response) => {
  const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
  response.json({ ...polis.oidcDiscoveryController.openidConfig(), ...endpoints });
});
app.get('/client', (_request: Request, response: Response) => {
  response.json({ clientId: connection.clientID, clientSecret: connection.clientSecret });
});
const server = app.listen(port, '127.0.0.1');
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
