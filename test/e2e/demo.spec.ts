import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';

interface DemoPorts {
  readonly port: number;
  readonly app: number;
  readonly sandbox: number;
}

describe('portico demo', () => {
  /** The demo's own temporary directory, so that what it leaves behind is seen. */
  let temporary: string;
  const running: PorticoProcess[] = [];

  const freePorts = async (): Promise<DemoPorts> => {
    const [port = 0, app = 0, sandbox = 0] = await Promise.all([freePort(), freePort(), freePort()]);
    return { port, app, sandbox };
  };
  const run = ({ port, app, sandbox }: DemoPorts, environment: Readonly<Record<string, string>> = {}) => {
    const options = ['--port', port, '--app-port', app, '--sandbox-port', sandbox].map(String);
    const demo = PorticoProcess.run(['demo', ...options], { TMPDIR: temporary, ...environment });
    running.push(demo);
    return demo;
  };
  const start = async (ports: DemoPorts): Promise<PorticoProcess> => {
    const demo = run(ports);
    await demo.says('Ctrl-C stops everything');
    return demo;
  };
  const left = (): Promise<string[]> => readdir(temporary);

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'portico-demo-spec-'));
  });
  afterEach(async () => {
    for (const demo of running.splice(0)) {
      demo.kill('SIGKILL');
      await demo.finished;
    }
    await rm(temporary, { recursive: true, force: true });
  });

  it('prints one URL to open, signs a person in, and leaves nothing behind after Ctrl-C', async () => {
    const ports = await freePorts();
    const demo = await start(ports);
    expect(demo.output).toContain(`\n      http://localhost:${ports.app}\n`);
    expect(demo.output).not.toMatch(/warning|"level":/i);
    expect(await left()).toHaveLength(1);

    const browser = new Browser();
    const welcome = await browser.open(`http://localhost:${ports.app}`);
    const login = await (welcome.page.querySelector('form') === null
      ? browser.follow(welcome, 'Sign in')
      : browser.submit(welcome, {}, 'Sign in'));
    expect(login.url.host).toBe(`localhost:${ports.port}`);
    const microsoft = await browser.follow(login, 'Continue with Contoso');
    expect(microsoft.url.host).toBe(`127.0.0.1:${ports.sandbox}`);
    const profile = await browser.submit(microsoft, { user: 'adele@contoso.com' });
    expect(profile.url.href).toBe(`http://localhost:${ports.app}/`);
    expect(profile.page.text).toContain('Hello, Adele Vance');

    demo.kill('SIGINT');
    const end = await demo.finished;
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.output).not.toMatch(/warning|"level":/i);
    expect(await left()).toEqual([]);
    await expect(fetch(`http://localhost:${ports.app}`)).rejects.toThrow('fetch failed');
  });

  it('takes the Ctrl-C that npm passes on a second time for the same one', async () => {
    const demo = await start(await freePorts());
    demo.kill('SIGINT');
    await new Promise((done) => setImmediate(done));
    demo.kill('SIGINT');
    expect(await demo.finished).toMatchObject({ code: 0, signal: null });
    expect(await left()).toEqual([]);
  });

  it('leaves nothing behind when it is stopped before it is up', async () => {
    const demo = run(await freePorts());
    while ((await left()).length === 0) await new Promise((done) => setTimeout(done, 5));
    demo.kill('SIGINT');
    expect(await demo.finished).toMatchObject({ code: 0, signal: null });
    expect(await left()).toEqual([]);
  });

  it('runs beside another one on ports of its own, and names every port in use with the way out', async () => {
    const ports = await freePorts();
    await start(ports);
    const beside = await start(await freePorts());
    beside.kill('SIGTERM');
    expect(await beside.finished).toMatchObject({ code: 0 });

    const end = await run(ports).finished;
    expect(end.code).toBe(1);
    for (const port of Object.values(ports)) expect(end.output).toContain(`Port ${port} is in use`);
    const [, suggestion = ''] = /portico demo (--port .*)\n$/.exec(end.output) ?? [];
    expect(suggestion).toMatch(/^--port \d+ --app-port \d+ --sandbox-port \d+$/);
    for (const port of Object.values(ports)) expect(suggestion).not.toContain(String(port));
    expect(await left()).toHaveLength(1);
  });

  it('names the one port that somebody else uses, on either loopback address, as npm was called', async () => {
    const ports = await freePorts();
    for (const host of ['127.0.0.1', '::1']) {
      const other = await listen(ports.app, host);
      const end = await run(ports, { npm_lifecycle_event: 'demo' }).finished;
      other.close();
      expect(end.code).toBe(1);
      expect(end.output).toContain(`Port ${ports.app} is in use`);
      expect(end.output).toMatch(
        new RegExp(`npm run demo -- --port ${ports.port} --app-port \\d+ --sandbox-port ${ports.sandbox}\\n$`),
      );
      expect(end.output).not.toContain(`--app-port ${ports.app}`);
    }
    expect(await left()).toEqual([]);
  });

  it('does not start in production', async () => {
    const end = await run(await freePorts(), { NODE_ENV: 'production' }).finished;
    expect(end.code).toBe(1);
    expect(end.output).toContain('NODE_ENV=production');
    expect(end.output).not.toMatch(/\n\s+at /);
    expect(await left()).toEqual([]);
  });
});

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
