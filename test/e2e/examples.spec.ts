/** Every example of `examples/`, compiled as its page says, over the build that `npm test` makes first. */
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { type SampleApplication, type Sandbox, startSampleApplication, startSandbox } from '../../src/sandbox/index.js';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const root = resolve(import.meta.dirname, '../..');
const compiled = join(root, 'build/examples');
const acme = join(compiled, 'connector-package/src');

let sandbox: Sandbox;
let running: PorticoProcess | undefined;

beforeAll(async () => {
  sandbox = await startSandbox();
  // Below this package, so that `portico` is the build.
  await promisify(execFile)('npx', ['swc', 'examples', '-d', 'build/examples', '--strip-leading-paths', '-q'], {
    cwd: root,
  });
  await cp(join(root, 'examples/connector-package/README.md'), join(compiled, 'connector-package/README.md'));
}, 60_000);
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.finished;
  running = undefined;
});
afterAll(() => sandbox?.close());

/** As a browser sends it when a person goes somewhere: `fetch` calls every request its own. */
async function navigate(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = { 'sec-fetch-mode': 'navigate', ...(init.headers as Record<string, string>) };
  const isPost = init.method === 'POST';
  const form = isPost ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const answer = await request(url, {
    method: isPost ? 'POST' : 'GET',
    headers: { ...form, ...headers },
    ...(isPost && { body: String(init.body) }),
  });
  const received = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(await answer.body.text(), { status: answer.statusCode, headers: received });
}

async function start(args: readonly string[], env: Readonly<Record<string, string>>, says: string): Promise<void> {
  running = PorticoProcess.start(args, { env });
  await running.says(says);
}

describe('the example of an embedded hub', () => {
  const data = temporaryDirectory();
  let sample: SampleApplication | undefined;
  afterAll(async () => {
    await sample?.close();
    data.remove();
  });

  it('the example of an embedded hub signs somebody in, and answers on its own route beside the hub', async () => {
    const [port, samplePort] = await Promise.all([freePort(), freePort()]);
    const issuer = `http://localhost:${port}`;
    const env = {
      PORT: String(port),
      HOST: 'localhost',
      PORTICO_DATA_DIR: data.path,
      PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
      LOG_LEVEL: 'warn',
    };
    await start([join(compiled, 'embedded-hub/main.js')], env, 'listens on');
    const hello = (await (await fetch(`${issuer}/hello`)).json()) as { readonly discovery: string };
    expect(await (await fetch(hello.discovery)).json()).toMatchObject({ issuer });

    const api = await Api.signIn(issuer, join(data.path, 'management-client.json'));
    const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Sample application',
      app_type: 'regular_web',
      callbacks: [`http://localhost:${samplePort}/callback`],
    });
    const { body } = demoConnection(sandbox);
    const connection = { ...body, enabled_clients: [client.client_id] };
    const { callback_url } = await api.expect<{ callback_url: string }>(201, 'POST', 'connections', connection);
    sandbox.control.addRedirectUri('b0970501-0000-4000-8000-000000000001', callback_url);
    sample = await startSampleApplication({
      port: samplePort,
      issuer,
      clientId: client.client_id,
      clientSecret: client.client_secret,
    });
    const browser = new Browser();
    const login = await browser.follow(await browser.open(sample.url), 'Sign in');
    const upstream = await browser.follow(login, 'Continue with Contoso');
    expect((await browser.submit(upstream, { user: 'adele@contoso.com' })).page.text).toContain('Hello, Adele Vance');

    running?.kill('SIGTERM');
    expect(await running?.finished).toMatchObject({ signal: 'SIGTERM' });
  });
});

describe('the example of a guard without a hub', () => {
  it('the example of a guard without a hub lets nobody to its reports but people who have signed in, and leads them back there', async () => {
    const port = await freePort();
    const env = { PORT: String(port), COOKIE_SECRET: 'c'.repeat(32), SANDBOX: sandbox.url };
    await start([join(compiled, 'guard-only/main.js')], env, 'listens on');
    const base = `http://localhost:${port}`;
    expect(await (await fetch(base)).text()).toContain('Everybody may read this');

    const browser = new Browser('en', navigate as typeof fetch);
    const upstream = await browser.open(`${base}/reports`);
    expect(upstream.url.origin).toBe(sandbox.url);
    const reports = await browser.submit(upstream, { user: 'adele@contoso.com' });
    expect(reports.url.href).toBe(`${base}/reports`);
    expect(reports.page.text).toContain('"name":"Adele Vance"');
  });
});

describe('the example of a connector package', () => {
  it('the example of a connector package passes the contract suite', async () => {
    const contract = ['--contract', join(acme, 'contract.js')];
    const { code, output } = await PorticoProcess.run(['connector', 'test', join(acme, 'index.js'), ...contract], {})
      .finished;
    expect([code, output]).toEqual([0, expect.stringMatching(/\d{2,} sentences hold, 0 fail/)]);
  });

  it('the example of a connector package is a connector of a hub that lists it, guide and options included', async () => {
    const data = temporaryDirectory();
    const port = await freePort();
    running = PorticoProcess.run(['start'], {
      PORT: String(port),
      PORTICO_DATA_DIR: data.path,
      PORTICO_CONNECTORS: join(acme, 'index.js'),
    });
    await running.says('Portico is ready');
    const api = await Api.signIn(`http://localhost:${port}`, join(data.path, 'management-client.json'));
    const { body } = await api.call('GET', 'connectors/acme?connection_name=staff');
    expect(body).toMatchObject({
      display_name: 'Acme',
      guide: expect.stringContaining('/login/callback/staff'),
      options_schema: { properties: { client_secret: { writeOnly: true }, contractors: { default: false } } },
    });
    data.remove();
  });
});
