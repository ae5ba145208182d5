import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  Body,
  type CanActivate,
  Controller,
  type DynamicModule,
  type ExecutionContext,
  Get,
  type INestApplication,
  Injectable,
  Post,
  UseGuards,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IsInt } from 'class-validator';
import { loadConfig, type PorticoConfig, PorticoModule } from '../../src/index.js';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { type SampleApplication, type Sandbox, startSampleApplication, startSandbox } from '../../src/sandbox/index.js';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/ports.js';

class Order {
  @IsInt()
  readonly amount!: number;
}

@Injectable()
class HostGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    return headers['x-host-key'] === 'open';
  }
}

const hostPipe = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });

@Controller('shop')
@UsePipes(hostPipe)
class HostController {
  @Get('greeting')
  greeting(): object {
    return { hello: 'host' };
  }

  @Post('orders')
  order(@Body() order: Order): object {
    return { isOrder: order instanceof Order, amount: order.amount };
  }

  @Get('till')
  @UseGuards(HostGuard)
  till(): object {
    return { till: 'open' };
  }
}

class HostModule {
  static with(config: PorticoConfig): DynamicModule {
    return { module: HostModule, imports: [PorticoModule.forRoot({ config })], controllers: [HostController] };
  }
}

describe('the hub as a module of somebody else’s application', () => {
  let dataDir: string;
  let config: PorticoConfig;
  let sandbox: Sandbox;
  let host: INestApplication;
  let sample: SampleApplication;
  let api: Api;

  /** What Nest makes by itself: body parsers on, nothing global. */
  const startHost = async (prepare?: (application: INestApplication) => void): Promise<INestApplication> => {
    const application = await NestFactory.create(HostModule.with(config), { logger: false, abortOnError: false });
    prepare?.(application);
    await application.listen(config.port, config.host);
    // Connections kept alive to a host that was here before are seen to have ended only once the event loop has turned.
    await new Promise(setImmediate);
    return application;
  };
  const at = (path: string, init?: RequestInit): Promise<Response> => fetch(`${config.issuer}${path}`, init);
  const json = (body: string): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

  beforeAll(async () => {
    // oidc-provider says once that the host has parsed a form: both ways are supported.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    dataDir = await mkdtemp(join(tmpdir(), 'portico-embedded-'));
    sandbox = await startSandbox();
    const [port, samplePort] = await Promise.all([freePort(), freePort()]);
    config = loadConfig({
      PORT: String(port),
      HOST: 'localhost',
      PORTICO_DATA_DIR: dataDir,
      PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
      LOG_LEVEL: 'silent',
    });
    host = await startHost();
    api = await Api.signIn(config.issuer, join(dataDir, 'management-client.json'));
    const url = `http://localhost:${samplePort}`;
    const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [`${url}/callback`],
      allowed_logout_urls: [`${url}/`],
    });
    const { body } = demoConnection(sandbox);
    const connection = await api.expect<{ callback_url: string; options: { client_id: string } }>(
      201,
      'POST',
      'connections',
      { ...body, enabled_clients: [client.client_id] },
    );
    sandbox.control.addRedirectUri(connection.options.client_id, connection.callback_url);
    sample = await startSampleApplication({
      port: samplePort,
      issuer: config.issuer,
      clientId: client.client_id,
      clientSecret: client.client_secret,
    });
  });
  afterAll(async () => {
    await sample?.close();
    await host?.close();
    await sandbox?.close();
    await rm(dataDir, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  it('the hub as a module of somebody else’s application leaves the first page to the application that embeds the hub', async () => {
    expect((await at('/')).status).toBe(404);
  });

  it('the hub as a module of somebody else’s application signs people in', async () => {
    const browser = new Browser();
    const login = await browser.follow(await browser.open(sample.url), 'Sign in');
    expect(login.url.origin).toBe(config.issuer);
    expect(login.headers.get('content-security-policy')).toContain("form-action 'self'");
    const upstream = await browser.follow(login, 'Continue with Contoso');
    const profile = await browser.submit(upstream, { user: 'adele@contoso.com' });
    expect(profile.page.text).toContain('Hello, Adele Vance');
  });

  it('the hub as a module of somebody else’s application finds a person’s company from a form that the host has parsed already', async () => {
    const browser = new Browser();
    const login = await browser.follow(await browser.open(sample.url), 'Sign in');
    const upstream = await browser.submit(login, { identifier: 'adele@contoso.com' });
    expect(upstream.url.origin).toBe(sandbox.url);
  });

  it('the hub as a module of somebody else’s application has its own answers on the management API', async () => {
    const draft = { name: 'x', app_type: 'toaster', colour: 1 };
    const refused = await api.call<{ errors: { field: string }[] }>('POST', 'clients', draft);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ field }) => field).sort()).toEqual(['app_type', 'colour']);
    const unauthorized = await at('/api/v2/clients');
    expect(unauthorized.status).toBe(401);
    expect(unauthorized.headers.get('x-correlation-id')).toEqual(expect.any(String));
  });

  it('the hub as a module of somebody else’s application leaves the host’s routes their pipes, guards and headers', async () => {
    const greeting = await at('/shop/greeting');
    expect(await greeting.json()).toEqual({ hello: 'host' });
    expect(greeting.headers.get('x-powered-by')).toBe('Express');
    for (const header of ['content-security-policy', 'x-correlation-id', 'cache-control', 'x-frame-options'])
      expect([header, greeting.headers.get(header)]).toEqual([header, null]);

    expect(await (await at('/shop/orders', json('{"amount":3}'))).json()).toEqual({ isOrder: true, amount: 3 });
    const refused = await at('/shop/orders', json('{"amount":3,"colour":1}'));
    expect(await refused.json()).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: ['property colour should not exist'],
    });
    expect(await (await at('/shop/orders', json('{'))).json()).toMatchObject({ statusCode: 400, error: 'Bad Request' });

    expect((await at('/shop/till')).status).toBe(403);
    expect(await (await at('/shop/till', { headers: { 'x-host-key': 'open' } })).json()).toEqual({ till: 'open' });
  });

  it.each(['/nowhere', '/shop/nowhere', '/authorizer', '/loginx'])(
    'the hub as a module of somebody else’s application leaves %s, which nobody has, to the host',
    async (path) => {
      const answer = await at(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ statusCode: 404, error: 'Not Found', message: `Cannot GET ${path}` });
      expect(answer.headers.get('content-security-policy')).toBeNull();
    },
  );

  it('the hub as a module of somebody else’s application gives its data directory back when the host closes, and serves behind a global pipe of the host', async () => {
    await host.close();
    host = await startHost((application) => application.useGlobalPipes(hostPipe));
    const { body } = await api.call('GET', 'connections?strategy=waad');
    expect(body).toMatchObject([{ name: 'contoso', options: { domain: 'contoso.com' } }]);
    expect((await api.call('POST', 'clients', { name: 'Shop', app_type: 'spa' })).status).toBe(201);
    expect((await api.call('POST', 'clients', { name: 'Shop', app_type: 'toaster' })).status).toBe(400);
  });
});
