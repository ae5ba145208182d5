import { createServer } from 'node:http';
import express, { type Request, type Response, Router } from 'express';
import { AuthorizationResponseError } from 'openid-client';
import { assertNotProduction, close, LOOPBACK_HOSTS, listen, serveStyleSheet } from '../server/loopback-server.js';
import type { SandboxLogger } from '../world/state.js';
import { HubClient, PASSED_PARAMETERS } from './hub-client.js';
import { failurePage, profilePage, renderSamplePage, welcomePage } from './sample-pages.js';
import { Visits } from './visits.js';

/**
 * A small web application that signs people in through the hub: authorization code with PKCE, state and nonce by
 * `openid-client`, then shows the verified claims. For the demo and tests; loopback only.
 */

export interface SampleApplicationOptions {
  /** A loopback host; `localhost` unless given. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** The hub's issuer. It is asked for its discovery document at the first sign-in, not at start. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** `openid profile email` unless given. */
  readonly scope?: string;
  readonly logger?: SandboxLogger;
}

export interface SampleApplication {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** What has to be registered at the hub. */
  readonly callbackUrl: string;
  /** Where the hub may lead people after they signed out; to be registered too. */
  readonly signedOutUrl: string;
  close(): Promise<void>;
}

/** @throws Error in production, on a host that is not loopback, and when the port is taken (`EADDRINUSE`). */
export async function startSampleApplication(options: SampleApplicationOptions): Promise<SampleApplication> {
  assertNotProduction('The sample application');
  const host = options.host ?? 'localhost';
  if (!LOOPBACK_HOSTS.includes(host))
    throw new Error(`The sample application listens on loopback only, not on "${host}".`);
  const application = express();
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  const server = createServer(application);
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host === '::1' ? '[::1]' : host}:${port}`;
  const client = new HubClient({ ...options, callbackUrl: `${url}/callback`, signedOutUrl: `${url}/` });
  serveStyleSheet(application, '/assets/sandbox.css');
  application.use(sampleRoutes(client, url, options.logger));
  options.logger?.info({ url }, 'The sample application is listening');
  return { url, callbackUrl: `${url}/callback`, signedOutUrl: `${url}/`, close: () => close(server) };
}

export function sampleRoutes(client: HubClient, url: string, logger: SandboxLogger | undefined): Router {
  const router = Router();
  const visits = new Visits();

  router.get('/', (request, response) => {
    const person = visits.find(request)?.person;
    send(response, 200, renderSamplePage(person === undefined ? welcomePage() : profilePage(person.claims)));
  });

  router.get('/sign-in', async (request, response) => {
    const asked = new URL(request.originalUrl, url).searchParams;
    const passed = PASSED_PARAMETERS.flatMap((name) => {
      const value = asked.get(name);
      return value ? [[name, value] as const] : [];
    });
    try {
      const { url: target, checks } = await client.begin(Object.fromEntries(passed));
      visits.remember(visits.open(request, response), checks);
      response.set('cache-control', 'no-store').redirect(303, target.href);
    } catch (error) {
      hubUnreachable(response, error);
    }
  });

  router.get('/callback', async (request, response) => {
    const current = new URL(request.originalUrl, url);
    const visit = visits.find(request);
    const state = current.searchParams.get('state') ?? '';
    const checks = visit?.pending.get(state);
    visit?.pending.delete(state);
    if (checks === undefined) {
      send(response, 400, renderSamplePage(failurePage('unknown_sign_in')));
      return;
    }
    try {
      visits.signIn(request, response, await client.finish(current, checks));
      response.set('cache-control', 'no-store').redirect(303, '/');
    } catch (error) {
      const code = error instanceof AuthorizationResponseError ? error.error : 'answer_refused';
      logger?.error({ err: error, code }, 'The sign-in at the sample application failed');
      send(response, 400, renderSamplePage(failurePage(code)));
    }
  });

  router.get('/sign-out', async (request, response) => {
    const person = visits.find(request)?.person;
    if (!isOwnNavigation(request)) {
      response.redirect(303, '/');
      return;
    }
    visits.end(request);
    try {
      const target = person === undefined ? '/' : (await client.signOutUrl(person.idToken)).href;
      response.set('cache-control', 'no-store').redirect(303, target);
    } catch (error) {
      hubUnreachable(response, error);
    }
  });

  router.use((_request, response) => send(response, 404, renderSamplePage(failurePage('not_found'))));

  function hubUnreachable(response: Response, error: unknown): void {
    logger?.error({ err: error }, 'The sample application cannot reach the hub');
    send(response, 502, renderSamplePage(failurePage('hub_unreachable')));
  }
  return router;
}

/** A link on somebody else's page must not sign anybody out. Browsers without fetch metadata are let through. */
function isOwnNavigation(request: Request): boolean {
  return request.get('sec-fetch-site') !== 'cross-site';
}

function send(response: Response, status: number, html: string): void {
  response
    .status(status)
    .set({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    .type('html')
    .send(html);
}
