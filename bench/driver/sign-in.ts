import { createHash, randomBytes } from 'node:crypto';
import { type Agent, request } from 'undici';
import { type Answer, Browser } from './browser.js';

/** The application that people sign in to, and its hub. */
export interface Application {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** The requests to the hub that make one complete sign-in, in their order. */
export const STEPS = ['authorize', 'page', 'begin', 'callback', 'resume', 'token', 'userinfo'] as const;
export type Step = (typeof STEPS)[number];
/** Milliseconds of each step as the driver saw it. The upstream's own page is not among them. */
export type SignIn = Readonly<Record<Step, number>>;

/**
 * One complete sign-in of somebody with a fresh browser: the authorization request with PKCE, the login page, its button,
 * the upstream, the callback, the code, the tokens, and the person's claims.
 * @param before is awaited before the request of each step.
 * @throws {Error} for any answer that is not the one a working sign-in gets.
 */
export async function signIn(
  application: Application,
  agent: Agent,
  before: (step: Step) => Promise<void> = async () => {},
): Promise<SignIn> {
  const browser = new Browser(agent);
  const verifier = random();
  await before('authorize');
  const authorize = await browser.get(authorizationUrl(application, verifier));
  await before('page');
  const page = await browser.get(whereTo('authorize', authorize));
  const button = /href="([^"]*\/connections\/[^"]*)"/.exec(page.body)?.[1];
  if (button === undefined) throw new Error(`The login page has no button: ${page.status} ${page.body}`);
  await before('begin');
  const begin = await browser.get(new URL(button, application.issuer).href);
  const upstream = await new Browser(agent).get(whereTo('begin', begin));
  await before('callback');
  const callback = await browser.get(whereTo('upstream', upstream));
  await before('resume');
  const resume = await browser.get(whereTo('callback', callback));
  const code = new URL(whereTo('resume', resume)).searchParams.get('code');
  if (code === null) throw new Error(`There is no code in ${resume.location}.`);
  await before('token');
  const token = await redeem(application, agent, code, verifier);
  await before('userinfo');
  const userinfo = await askUserinfo(application, agent, token.accessToken);
  return {
    authorize: authorize.time,
    page: page.time,
    begin: begin.time,
    callback: callback.time,
    resume: resume.time,
    token: token.time,
    userinfo,
  };
}

/** An authorization request by the code flow, as an application makes it. */
export function authorizationUrl({ issuer, clientId, redirectUri }: Application, verifier = random()): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: random(),
    nonce: random(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${issuer}/authorize?${query}`;
}

/** Where a redirect leads. @throws {Error} for any other answer. */
export function whereTo(step: string, answer: Answer): string {
  if (answer.location === undefined) throw new Error(`${step}: ${answer.status} ${answer.body}`);
  return answer.location;
}

async function redeem(
  { issuer, clientId, clientSecret, redirectUri }: Application,
  agent: Agent,
  code: string,
  verifier: string,
): Promise<{ readonly accessToken: string; readonly time: number }> {
  const started = performance.now();
  const { statusCode, body } = await request(`${issuer}/oauth/token`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  });
  const tokens = (await body.json()) as { readonly access_token?: string; readonly id_token?: string };
  const time = performance.now() - started;
  if (tokens.access_token === undefined || tokens.id_token === undefined)
    throw new Error(`token: ${statusCode} ${JSON.stringify(tokens)}`);
  return { accessToken: tokens.access_token, time };
}

async function askUserinfo({ issuer }: Application, agent: Agent, accessToken: string): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await request(`${issuer}/userinfo`, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const claims = await body.text();
  if (statusCode !== 200) throw new Error(`userinfo: ${statusCode} ${claims}`);
  return performance.now() - started;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
