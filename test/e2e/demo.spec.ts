import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { DemoProcesses, freePorts } from '../support/demo-processes.js';

describe('portico demo', () => {
  let demos: DemoProcesses;
  beforeEach(async () => {
    demos = await DemoProcesses.prepare();
  });
  afterEach(() => demos.remove());

  it('portico demo prints one URL to open, signs a person in, and leaves nothing behind after Ctrl-C', async () => {
    const ports = await freePorts();
    const demo = await demos.start(ports);
    expect(demo.output).toContain(`\n      http://localhost:${ports.app}\n`);
    expect(demo.output).not.toMatch(/warning|"level":/i);
    expect(await demos.left()).toHaveLength(1);

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
    expect(await demos.left()).toEqual([]);
    await expect(fetch(`http://localhost:${ports.app}`)).rejects.toThrow('fetch failed');
  });

  it('portico demo leaves nothing behind when it is stopped before it is up', async () => {
    const demo = demos.run(await freePorts());
    while ((await demos.left()).length === 0) await new Promise((done) => setTimeout(done, 5));
    demo.kill('SIGINT');
    expect(await demo.finished).toMatchObject({ code: 0, signal: null });
    expect(await demos.left()).toEqual([]);
  });

  it('portico demo names the one port that somebody else uses, on either loopback address, as npm was called', async () => {
    const ports = await freePorts();
    for (const host of ['127.0.0.1', '::1']) {
      const other = await listen(ports.app, host);
      const end = await demos.run(ports, { npm_lifecycle_event: 'demo' }).finished;
      other.close();
      expect(end.code).toBe(1);
      expect(end.output).toContain(`Port ${ports.app} is in use`);
      expect(end.output).toMatch(
        new RegExp(`npm run demo -- --port ${ports.port} --app-port \\d+ --sandbox-port ${ports.sandbox}\\n$`),
      );
      expect(end.output).not.toContain(`--app-port ${ports.app}`);
    }
    expect(await demos.left()).toEqual([]);
  });

  it('portico demo does not start in production', async () => {
    const end = await demos.run(await freePorts(), { NODE_ENV: 'production' }).finished;
    expect(end.code).toBe(1);
    expect(end.output).toContain('NODE_ENV=production');
    expect(end.output).not.toMatch(/\n\s+at /);
    expect(await demos.left()).toEqual([]);
  });
});

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
