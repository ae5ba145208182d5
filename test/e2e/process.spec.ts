import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'node-html-parser';
import { ownManifest } from '../../src/common/own-package.js';
import { HubProcesses } from '../support/hub-processes.js';
import { PorticoProcess } from '../support/process.js';

describe('the hub as a process', () => {
  let hubs: HubProcesses;
  beforeEach(async () => {
    hubs = await HubProcesses.prepare();
  });
  afterEach(() => hubs.remove());

  it('the hub as a process is ready, says what matters and not how it is put together, and exits with 0 after SIGTERM', async () => {
    const hub = await hubs.start();
    const records = hub.output.trim().split('\n');
    expect(records.length).toBeLessThan(6);
    const { version } = ownManifest();
    expect(JSON.parse(records[0] ?? '')).toMatchObject({ msg: 'Portico is starting.', version });
    for (const record of records) expect(JSON.parse(record)).toMatchObject({ level: 'info' });

    const ready = await fetch(`${hubs.issuer}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ok', version, checks: { database: 'ok', signing_keys: 'ok' } });
    for (const path of ['/nope', '/%E0%A4%A']) {
      const missing = await fetch(`${hubs.issuer}${path}`);
      expect([path, missing.headers.has('content-security-policy'), missing.headers.has('x-correlation-id')]).toEqual([
        path,
        true,
        true,
      ]);
      expect([404, 400]).toContain(missing.status);
    }
    hub.kill('SIGTERM');
    expect(await hub.finished).toMatchObject({ code: 0 });
  });

  it('the hub as a process has a front page that says what it is, and leads to discovery and to the page of the API', async () => {
    await hubs.start();
    const answer = await fetch(`${hubs.issuer}/`, { headers: { 'accept-language': 'de' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const page = parse(await answer.text());
    expect(page.querySelector('html')?.getAttribute('lang')).toBe('de');
    expect(page.querySelector('h1')?.text).toBe('Ein Anmeldedienst');
    expect(page.querySelectorAll('script, [style], form')).toEqual([]);
    expect(page.toString()).not.toContain(ownManifest().version);
    const links = page.querySelectorAll('a').map((link) => link.getAttribute('href'));
    expect(links).toEqual([`${hubs.issuer}/.well-known/openid-configuration`, `${hubs.issuer}/api/docs`]);
    for (const link of links) expect((await fetch(link ?? '')).status).toBe(200);
  });

  it('the hub as a process answers the request in flight at SIGTERM, and exits with 0', async () => {
    const hub = await hubs.start();
    const inFlight = request(`${hubs.issuer}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '20' },
    });
    const answer = once(inFlight, 'response') as Promise<[IncomingMessage]>;
    inFlight.write('grant_type');
    await until(async () => (await fetch(`${hubs.issuer}/health/ready`)).status === 200);
    hub.kill('SIGTERM');
    await until(async () => (await fetch(`${hubs.issuer}/health/live`).catch(() => undefined)) === undefined);
    inFlight.end('=authorizat');
    const [{ statusCode }] = await answer;
    expect(statusCode).toBe(400);
    expect(await hub.finished).toMatchObject({ code: 0, signal: null });
  });

  it('the hub as a process reports every problem of its environment at once, with the variable and without a secret', async () => {
    const output = await hubs.refusal({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      PORTICO_SECRET_KEY: 'c2VjcmV0LWNhbmFyeQ==',
      PORTICO_ISSUR: 'x',
    });
    for (const name of ['PORT', 'LOG_LEVEL', 'PORTICO_SECRET_KEY', 'PORTICO_ISSUR']) expect(output).toContain(name);
    expect(output).not.toContain('c2VjcmV0LWNhbmFyeQ');
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('the command line', () => {
  const run = (...args: string[]) => PorticoProcess.run(args, {}).finished;

  it.each(['strat', 'keys', 'constructor', '__proto__'])(
    'the command line names "%s" as no command and lists the known ones',
    async (word) => {
      const end = await run(word);
      expect(end.code).toBe(1);
      expect(end.output).toContain(`"${word}" is not a command`);
      expect(end.output).toContain('portico start');
    },
  );

  it('the command line answers --help and --version, also after a command, without starting it', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('portico keys rotate') });
    expect(await run('--version')).toMatchObject({ code: 0, output: `${ownManifest().version}\n` });
    const demo = await run('demo', '--help');
    expect(demo).toMatchObject({ code: 0, output: expect.stringContaining('--sandbox-port') });
    for (const command of [['start'], ['keys', 'rotate']]) {
      const end = await run(...command, '--help');
      expect(end).toMatchObject({ code: 0, output: expect.stringContaining(`portico ${command.join(' ')}: `) });
    }
  });

  it('the command line refuses an option that it does not know in one line', async () => {
    const end = await run('demo', '--prot', '4000');
    expect(end).toMatchObject({ code: 1 });
    expect(end.output).toMatch(/^Unknown option '--prot'.*--app-port PORT.*\n$/);
    expect((await run('start', '--port', '3')).output).toMatch(/^"portico start" takes no arguments.*\n$/);
    expect((await run('connector', 'new', 'acme', '--protico=x')).output).toMatch(
      /^Unknown option '--protico'\. .*\n$/,
    );
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 10));
}
