import type { Agent } from 'undici';
import { type Application, type AuthorizationRequest, authorizationRequest } from './application.js';
import { type Answer, Browser } from './browser.js';
import { askUserinfo, redeemCode, type Tokens } from './tokens.js';

/** `named`: the request names the connection; no page, no userinfo. `page`: the login page's button, and userinfo. */
export const KINDS = ['named', 'page'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What a request to the hub is for, by its place in the sign-in. A hub that redirects to none of its own addresses has no
 * `resume`, and no `page`: its answer to `authorize` is the page.
 */
export const STEPS = ['authorize', 'page', 'begin', 'callback', 'resume', 'token', 'userinfo'] as const;
export type Step = (typeof STEPS)[number];

/** One request to the hub, as the driver saw it. */
export interface Visit {
  readonly step: Step;
  /** In milliseconds. */
  readonly time: number;
}

/** The requests to the hub that made one complete sign-in, in their order. The upstream's own page is not among them. */
export type SignIn = readonly Visit[];

export interface SignInOptions {
  readonly kind: Kind;
  /** Awaited before each request to the hub. */
  readonly before?: (step: Step) => Promise<void>;
}

const MOST_REQUESTS = 15;

/**
 * One complete sign-in of somebody with a fresh browser, which follows redirects wherever they lead and presses the button
 * of a login page: so one driver measures any hub, in as many requests as that one takes.
 * @throws {Error} for any answer that is not one of a working sign-in.
 */
export async function signIn(application: Application, agent: Agent, options: SignInOptions): Promise<SignIn> {
  const { kind, before = async () => undefined } = options;
  const request = authorizationRequest(application, kind === 'named' ? application.named : {});
  const { visits, tokens } = await signInWith(application, agent, request, { kind, before });
  if (kind === 'named') return visits;
  await before('userinfo');
  return [...visits, { step: 'userinfo', time: await askUserinfo(application, agent, tokens.accessToken) }];
}

/** From an authorization request to the tokens. */
export async function signInWith(
  application: Application,
  agent: Agent,
  request: AuthorizationRequest,
  { kind, before = async () => undefined }: SignInOptions,
): Promise<{ readonly visits: SignIn; readonly tokens: Tokens }> {
  const browser = new Browser(agent);
  const visits: Visit[] = [];
  const hub = new URL(request.url).origin;
  let step: Step = 'authorize';
  let { url } = request;
  while (!url.startsWith(application.redirectUri)) {
    if (visits.length > MOST_REQUESTS) throw new Error(`The sign-in does not end; it is at ${url}`);
    if (new URL(url).origin !== hub) {
      url = whereTo('upstream', await new Browser(agent).get(url));
      step = 'callback';
      continue;
    }
    await before(step);
    const answer = await browser.get(url);
    visits.push({ step, time: answer.time });
    const button = kind === 'page' ? buttonOf(answer, url) : undefined;
    url = button ?? whereTo(step, answer);
    step = stepAfter(step, button !== undefined);
  }
  await before('token');
  const tokens = await redeemCode(application, agent, url, request);
  return { visits: [...visits, { step: 'token', time: tokens.time }], tokens };
}

function buttonOf({ location, body }: Answer, page: string): string | undefined {
  if (location !== undefined) return undefined;
  const href = /href="([^"]*\/connections\/[^"]*)"/.exec(body)?.[1];
  return href === undefined ? undefined : new URL(href.replaceAll('&amp;', '&'), page).href;
}

function stepAfter(step: Step, wasPage: boolean): Step {
  if (step === 'callback' || step === 'resume') return 'resume';
  return step === 'authorize' && !wasPage ? 'page' : 'begin';
}

/** Where a redirect leads. @throws {Error} for any other answer. */
export function whereTo(step: string, answer: Answer): string {
  if (answer.location === undefined) throw new Error(`${step}: ${answer.status} ${answer.body.slice(0, 500)}`);
  return answer.location;
}
