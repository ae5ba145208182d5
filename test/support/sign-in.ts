import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { Browser, Visit } from './browser.js';
import type { TestApplication, World } from './world.js';

/** What signing in needs of a world: one hub, or several behind one address. */
export type SignInWorld = Pick<World, 'issuer' | 'application'>;

export interface Authorization {
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** An authorization request with PKCE, as an application makes it. */
export function authorization(
  world: SignInWorld,
  parameters: Readonly<Record<string, string>> = {},
  application = world.application,
): Authorization {
  const [state, nonce, verifier] = [random(), random(), random()];
  const url = new URL('/authorize', world.issuer);
  url.search = new URLSearchParams({
    client_id: application.clientId,
    redirect_uri: application.redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  }).toString();
  return { url, state, nonce, verifier };
}

const random = (): string => randomBytes(32).toString('base64url');

/** Stops where the application would take over: its redirect URI is nowhere. */
export const atApplication = { stopAt: (target: URL): boolean => target.port === '9' };

/** From the hub's login page (or the sandbox's already) to the application, as this person of the sandbox's directory. */
export async function signInAs(
  browser: Browser,
  page: Visit,
  user: string,
  button = 'Continue with Contoso',
): Promise<Visit> {
  const upstream = page.url.hostname === '127.0.0.1' ? page : await browser.follow(page, button);
  return browser.submit(upstream, { user }, undefined, atApplication);
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token?: string;
  readonly error?: string;
  readonly error_description?: string;
}

/** Redeems the code that the visit brought, and verifies the ID token like an application: signature, issuer, audience. */
export async function redeem(
  world: SignInWorld,
  visit: Visit,
  request: Authorization,
  application = world.application,
): Promise<Tokens & { claims: JWTPayload }> {
  const tokens = await token(
    world,
    {
      grant_type: 'authorization_code',
      code: visit.url.searchParams.get('code') ?? '',
      redirect_uri: application.redirectUri,
      code_verifier: request.verifier,
    },
    application,
  );
  if (tokens.id_token === undefined)
    throw new Error(
      `No ID token: ${JSON.stringify(tokens)} after ${visit.trail.map(String).join(' → ')}\n${visit.body}`,
    );
  const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', world.issuer));
  const { payload } = await jwtVerify(tokens.id_token, jwks, { issuer: world.issuer, audience: application.clientId });
  if (payload.nonce !== request.nonce) throw new Error('The ID token has another nonce.');
  return { ...tokens, claims: payload };
}

export async function token(
  world: SignInWorld,
  form: Readonly<Record<string, string>>,
  application: TestApplication = world.application,
): Promise<Tokens> {
  const response = await fetch(`${world.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: application.clientId, client_secret: application.clientSecret, ...form }),
  });
  return (await response.json()) as Tokens;
}
