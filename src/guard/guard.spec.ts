/** An application of somebody's own, with a connection in front of one of its routes. */
import 'reflect-metadata';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { request } from 'undici';
import { Browser } from '../../test/support/browser.js';
import { answerFakeLogin } from '../../test/support/fake-answer.js';
import { freePort } from '../../test/support/ports.js';
import { fake } from '../connectors/fake/index.js';
import { testRuntime } from '../connectors/testing/test-runtime.js';
import { FrontDoor } from './front-door.js';
import { ConnectionGuard, ConnectionStrategy, type SignedInPerson } from './index.js';

const sharedSecret = 'canary-shared-secret-of-the-fake-upstream';
const port = await freePort();
const base = `http://localhost:${port}`;
const runtime = testRuntime({ at: new Date() });
const doorOptions = {
  options: { client_id: 'app', shared_secret: sharedSecret },
  callbackUrl: `${base}/app/signed-in`,
  secret: 'a secret of the application, of 32 characters or more',
};

@Injectable()
class ContosoStrategy extends ConnectionStrategy('contoso') {
  constructor() {
    super({
      ...doorOptions,
      connector: fake,
      sessionSeconds: 3_600,
      runtime,
    });
  }

  override validate({ subject, profile }: SignedInPerson): unknown {
    return subject === 'unwanted' ? undefined : { id: subject, name: profile.name };
  }
}

@Controller('app')
class ReportsController {
  constructor(private readonly strategy: ContosoStrategy) {}

  @Get('open')
  open(): string {
    return 'open to all';
  }

  @Get('reports/:id')
  @UseGuards(ConnectionGuard('contoso'))
  reports(@Req() request: IncomingMessage & { readonly user: object }): object {
    return request.user;
  }

  @Get('signed-in')
  @UseGuards(ConnectionGuard('contoso'))
  signedIn(): void {}

  @Post('sign-out')
  signOut(@Res({ passthrough: true }) response: ServerResponse): void {
    this.strategy.signOut(response);
  }
}

@Controller()
class EverythingController {
  @Get('{*path}')
  @UseGuards(ConnectionGuard('contoso'))
  anything(): string {
    return 'anything';
  }
}

let application: NestExpressApplication;
beforeAll(async () => {
  const module = await Test.createTestingModule({
    controllers: [ReportsController, EverythingController],
    providers: [ContosoStrategy],
  }).compile();
  application = module.createNestApplication<NestExpressApplication>({ logger: false });
  await application.listen(port);
});
afterAll(() => application?.close());

/** As a browser sends it when a person goes somewhere: `fetch` calls every request its own. */
async function navigate(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = { 'sec-fetch-mode': 'navigate', ...(init.headers as Record<string, string>) };
  const answer = await request(url, { method: init.method === 'POST' ? 'POST' : 'GET', headers });
  const received = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(await answer.body.text(), { status: answer.statusCode, headers: received });
}

const newBrowser = (): Browser => new Browser('en', navigate as typeof fetch);
let browser: Browser;
beforeEach(() => {
  browser = newBrowser();
});

const stopAt = (target: URL): boolean => target.hostname === 'fake-upstream.invalid';
const at = (path: string, who = browser) => who.open(`${base}/app/${path}`, { stopAt });

/** Goes to the report, and brings back what the upstream says about `sub`. */
async function callbackFor(sub: string, path = 'reports/7?q=a%20b'): Promise<string> {
  const { url } = await (path.startsWith('../') ? browser.open(base + path.slice(2), { stopAt }) : at(path));
  const person = { sub, name: 'Ada Lovelace' };
  const answer = await answerFakeLogin({ url: url.href, sharedSecret, now: runtime.now(), person });
  return `signed-in?${answer}`;
}

describe('a route with a connection in front', () => {
  it('a route with a connection in front sends a person to the upstream, back to where they wanted to go, and lets them in from then on', async () => {
    expect((await at('open')).body).toBe('open to all');
    const end = await at(await callbackFor('ada'));
    expect(end.url.href).toBe(`${base}/app/reports/7?q=a%20b`);
    expect(JSON.parse(end.body)).toEqual({ id: 'ada', name: 'Ada Lovelace' });
    expect((await at('reports/8')).status).toBe(200);
    expect(stopAt((await at('reports/8', newBrowser())).url)).toBe(true);
  });

  it('a route with a connection in front answers a script with 401, not with somebody’s sign-in page', async () => {
    const page = { accept: 'text/html' };
    const url = `${base}/app/reports/7`;
    const answers = await Promise.all([
      navigate(url, { headers: { 'sec-fetch-mode': 'cors', ...page } }),
      navigate(url, { headers: page }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 302]);
  });

  it('finishes a sign-in only in the browser that began it, and once', async () => {
    const callback = await callbackFor('ada');
    const stranger = newBrowser();
    expect((await at(callback, stranger)).status).toBe(401);
    expect((await at(callback)).status).toBe(200);
    expect((await at(callback)).status).toBe(401);
  });

  it('a route with a connection in front answers 401, and gives no session, to a copy of the cookie with the answer that it was used for', async () => {
    const url = `${base}/app/${await callbackFor('ada')}`;
    const headers = { cookie: await browser.cookies.getCookieString(base) };
    const answers = [await navigate(url, { headers }), await navigate(url, { headers })];
    expect(answers.map(({ status }) => status)).toEqual([302, 401]);
    expect(answers.map(({ headers }) => headers.get('set-cookie')?.includes('_session_'))).toEqual([true, false]);
  });

  it('a route with a connection in front lets nobody in with another answer than the upstream’s', async () => {
    const forged = (await callbackFor('ada')).replace(/answer=[^&]+/, 'answer=forged');
    const end = await at(forged);
    expect(end.status).toBe(403);
    expect(end.body).toContain('does not hold');
    expect((await at('reports/7')).url.hostname).toBe('fake-upstream.invalid');
  });

  it('a route with a connection in front leaves the last word to the application', async () => {
    expect((await at(await callbackFor('unwanted'))).status).toBe(403);
  });

  it('a route with a connection in front takes no cookie that was altered, or made for something else', async () => {
    await at(await callbackFor('ada'));
    const cookies = await browser.cookies.getCookies(base);
    const session = cookies.find(({ key }) => key.includes('session'));
    const status = async (cookie: string) =>
      (await navigate(`${base}/app/reports/7`, { headers: { cookie, 'sec-fetch-mode': 'cors' } })).status;
    const value = session?.value ?? '';
    const [header, ...rest] = value.split('.');
    expect(await status(`${session?.key}=${value}`)).toBe(200);
    expect(
      await status(
        `${session?.key}=${[header, ...rest.map((part, index) => (index === 2 ? `A${part.slice(1)}` : part))].join('.')}`,
      ),
    ).toBe(401);
    await at('reports/9', browser);
    const other = newBrowser();
    await at('reports/9', other);
    const begun = (await other.cookies.getCookies(base)).find(({ key }) => key.includes('sign-in'));
    expect(await status(`${session?.key}=${begun?.value}`)).toBe(401);
  });

  it('a route with a connection in front forgets a person after the session’s time, and at sign-out', async () => {
    await at(await callbackFor('ada'));
    runtime.pass(3_601);
    expect(stopAt((await at('reports/7')).url)).toBe(true);
    await at(await callbackFor('ada'));
    await browser.open(`${base}/app/sign-out`, { method: 'POST' });
    expect(stopAt((await at('reports/7')).url)).toBe(true);
  });

  it.each(['/evil.example/x', '\\evil.example/x'])(
    'a route with a connection in front leads back to no other site for /%s',
    async (path) => {
      const end = await at(await callbackFor('ada', `../${path}`));
      expect(end.url.origin).toBe(base);
      expect(end.body).toBe('anything');
    },
  );

  it.each([
    ['/.//evil.example/x', `${base}/`],
    ['/..//evil.example/x', `${base}/`],
    ['//evil.example/x', `${base}/evil.example/x`],
  ])(
    'a route with a connection in front leads back to no other site for the path %s, as only a program sends it',
    async (path, target) => {
      const door = new FrontDoor('contoso', { ...doorOptions, connector: fake }, runtime);
      const turn = async (url: string, cookie = '') => {
        const headers = { 'sec-fetch-mode': 'navigate', cookie };
        const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url, headers });
        const response = new ServerResponse(request);
        const reading = await door.read(request, response);
        const cookies = [response.getHeader('set-cookie') ?? []].flat().map((one) => String(one).split(';')[0]);
        return { url: reading.kind === 'redirect' ? reading.url : reading.kind, cookie: cookies.join('; ') };
      };
      const begun = await turn(path);
      const answer = await answerFakeLogin({
        url: begun.url,
        sharedSecret,
        now: runtime.now(),
        person: { sub: 'ada' },
      });
      expect((await turn(`/app/signed-in?${answer}`, begun.cookie)).url).toBe(target);
    },
  );

  it('a route with a connection in front keeps the last five sign-ins of a browser, so that many windows do not lock it out', async () => {
    const first = await callbackFor('ada');
    const second = await callbackFor('ada');
    for (let window = 0; window < 4; window += 1) await at('reports/7');
    const cookies = await browser.cookies.getCookies(base);
    expect(cookies.filter(({ key }) => key.includes('sign-in'))).toHaveLength(5);
    expect((await at(first)).status).toBe(401);
    expect((await at(second)).status).toBe(200);
  });
});

describe('a strategy', () => {
  it('a strategy is refused with a short secret, or with options that the connector refuses', () => {
    const options = { connector: fake, callbackUrl: base, options: { client_id: 'app', shared_secret: sharedSecret } };
    const secret = 's'.repeat(32);
    const Strategy = ConnectionStrategy('refused');
    expect(() => new Strategy({ ...options, secret: 's'.repeat(31) })).toThrow(/32 characters/);
    expect(() => new Strategy({ ...options, secret, options: {} })).toThrow(/client_id/);
    expect(new Strategy({ ...options, secret })).toBeDefined();
  });
});
