import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';

describe('the hub as a process', () => {
  let dataDir: string;
  let environment: Record<string, string>;
  const running: PorticoProcess[] = [];

  const start = async (overrides: Readonly<Record<string, string>> = {}): Promise<PorticoProcess> => {
    const hub = PorticoProcess.run(['start'], { ...environment, ...overrides });
    running.push(hub);
    await hub.says('Portico is ready');
    return hub;
  };
  const refusal = async (overrides: Readonly<Record<string, string>> = {}): Promise<string> => {
    const end = await PorticoProcess.run(['start'], { ...environment, ...overrides }).finished;
    expect(end.code).toBe(1);
    // For the operator: the sentence with the remedy, neither a log record of it nor a stack.
    expect(end.output).not.toMatch(/\n\s+at |"stack"|"level":"(error|fatal)"/);
    return end.output;
  };
  const issuer = (): string => `http://localhost:${environment.PORT}`;
  const clientFile = (): string => join(dataDir, 'management-client.json');

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-process-'));
    environment = { PORT: String(await freePort()), PORTICO_DATA_DIR: dataDir };
  });
  afterEach(async () => {
    for (const hub of running.splice(0)) {
      hub.kill('SIGKILL');
      await hub.finished;
    }
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is ready, and exits with 0 after SIGTERM', async () => {
    const hub = await start();
    const ready = await fetch(`${issuer()}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ok', checks: { database: 'ok', signing_keys: 'ok' } });
    for (const path of ['/', '/nope', '/%E0%A4%A']) {
      const missing = await fetch(`${issuer()}${path}`);
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

  it('says what matters at a start, and not how it is put together', async () => {
    const hub = await start();
    const records = hub.output.trim().split('\n');
    expect(records.length).toBeLessThan(6);
    for (const record of records) expect(JSON.parse(record)).toMatchObject({ level: 'info' });
  });

  it('answers the request in flight at SIGTERM, and exits with 0', async () => {
    const hub = await start();
    const inFlight = request(`${issuer()}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '20' },
    });
    const answer = once(inFlight, 'response') as Promise<[IncomingMessage]>;
    inFlight.write('grant_type');
    await until(async () => (await fetch(`${issuer()}/health/ready`)).status === 200);
    hub.kill('SIGTERM');
    await until(async () => (await fetch(`${issuer()}/health/live`).catch(() => undefined)) === undefined);
    inFlight.end('=authorizat');
    const [{ statusCode }] = await answer;
    expect(statusCode).toBe(400);
    expect(await hub.finished).toMatchObject({ code: 0, signal: null });
  });

  it('reports every problem of its environment at once, with the variable and without a secret', async () => {
    const output = await refusal({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      PORTICO_SECRET_KEY: 'c2VjcmV0LWNhbmFyeQ==',
      PORTICO_ISSUR: 'x',
    });
    for (const name of ['PORT', 'LOG_LEVEL', 'PORTICO_SECRET_KEY', 'PORTICO_ISSUR']) expect(output).toContain(name);
    expect(output).not.toContain('c2VjcmV0LWNhbmFyeQ');
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('refuses a production start on plain http away from loopback, or without a master key', async () => {
    const production = { NODE_ENV: 'production', PORTICO_SECRET_KEY: randomBytes(32).toString('base64') };
    expect(await refusal({ ...production, PORTICO_ISSUER: 'http://login.example.com' })).toContain('PORTICO_ISSUER');
    expect(await refusal({ NODE_ENV: 'production' })).toContain('PORTICO_SECRET_KEY');
    await start(production);
  });

  it('tells a second hub on the same data directory, and lets the next one in after kill -9', async () => {
    const first = await start();
    const output = await refusal({ PORT: String(await freePort()) });
    expect(output).toContain(dataDir);
    first.kill('SIGKILL');
    await first.finished;
    await start();
  });

  it('says that its port is in use, or its host is not of this machine', async () => {
    await start();
    const other = await mkdtemp(join(tmpdir(), 'portico-process-'));
    const output = await refusal({ PORTICO_DATA_DIR: other });
    expect(output).toContain(`Port ${environment.PORT}`);
    expect(await refusal({ PORTICO_DATA_DIR: other, HOST: 'nowhere.invalid' })).toContain('Check HOST and PORT.');
    await rm(other, { recursive: true, force: true });
  });

  it('refuses another master key than the one the secrets were sealed with, and makes no new one', async () => {
    const hub = await start();
    hub.kill('SIGTERM');
    await hub.finished;
    const keyFile = join(dataDir, 'master.key');
    const original = await readFile(keyFile);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);

    await writeFile(keyFile, `${randomBytes(32).toString('base64')}\n`);
    expect(await refusal()).toMatch(/key/i);
    await rm(keyFile);
    expect(await refusal()).toMatch(/key/i);
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    await writeFile(keyFile, original);
    await start();
  });

  it('does not bring a removed first management client back, nor undo a rotation', async () => {
    let hub = await start();
    expect((await stat(clientFile())).mode & 0o777).toBe(0o600);
    const client = JSON.parse(await readFile(clientFile(), 'utf8')) as { client_id: string; client_secret: string };
    const api = await Api.signIn(issuer(), clientFile());
    const rotated = await api.expect<{ client_secret: string }>(
      200,
      'POST',
      `clients/${client.client_id}/rotate-secret`,
    );
    hub.kill('SIGKILL');
    await hub.finished;

    hub = await start();
    await expect(Api.withCredentials(issuer(), client.client_id, client.client_secret)).rejects.toThrow(
      'invalid_client',
    );
    const again = await Api.withCredentials(issuer(), client.client_id, rotated.client_secret);
    await again.expect(204, 'DELETE', `clients/${client.client_id}`);
    hub.kill('SIGTERM');
    await hub.finished;

    await start();
    await expect(Api.withCredentials(issuer(), client.client_id, rotated.client_secret)).rejects.toThrow(
      'invalid_client',
    );
  });

  it('rotates its signing keys beside a running hub', async () => {
    await start();
    const kids = async (): Promise<string[]> => {
      const { keys } = (await (await fetch(`${issuer()}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
      return keys.map((key) => key.kid);
    };
    const before = await kids();
    expect(before).toHaveLength(1);
    const end = await PorticoProcess.run(['keys', 'rotate'], environment).finished;
    expect(end).toMatchObject({ code: 0 });
    expect(end.output).toContain('new signing key');
  });
});

describe('the command line', () => {
  const run = (...args: string[]) => PorticoProcess.run(args, {}).finished;

  it.each(['strat', 'keys', 'constructor', '__proto__'])(
    'names "%s" as no command and lists the known ones',
    async (word) => {
      const end = await run(word);
      expect(end.code).toBe(1);
      expect(end.output).toContain(`"${word}" is not a command`);
      expect(end.output).toContain('portico start');
    },
  );

  it('answers --help and --version, also after a command, without starting it', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('portico keys rotate') });
    expect(await run('--version')).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    const demo = await run('demo', '--help');
    expect(demo).toMatchObject({ code: 0, output: expect.stringContaining('--sandbox-port') });
    for (const command of [['start'], ['keys', 'rotate']]) {
      const end = await run(...command, '--help');
      expect(end).toMatchObject({ code: 0, output: expect.stringContaining(`portico ${command.join(' ')}: `) });
    }
  });

  it('refuses an option that it does not know in one line', async () => {
    const end = await run('demo', '--prot', '4000');
    expect(end).toMatchObject({ code: 1 });
    expect(end.output).toMatch(/^Unknown option '--prot'.*--app-port PORT.*\n$/);
    expect((await run('start', '--port', '3')).output).toMatch(/^"portico start" takes no arguments.*\n$/);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 10));
}
