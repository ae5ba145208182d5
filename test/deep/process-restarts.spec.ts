import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { HubProcesses } from '../support/hub-processes.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';

describe('the hub as a process, again and beside another', () => {
  let hubs: HubProcesses;
  beforeEach(async () => {
    hubs = await HubProcesses.prepare();
  });
  afterEach(() => hubs.remove());

  it('the hub as a process, again and beside another refuses a production start on plain http away from loopback, or without a master key', async () => {
    const production = { NODE_ENV: 'production', PORTICO_SECRET_KEY: randomBytes(32).toString('base64') };
    expect(await hubs.refusal({ ...production, PORTICO_ISSUER: 'http://login.example.com' })).toContain(
      'PORTICO_ISSUER',
    );
    expect(await hubs.refusal({ NODE_ENV: 'production' })).toContain('PORTICO_SECRET_KEY');
    await hubs.start(production);
  });

  it('the hub as a process, again and beside another tells a second hub on the same data directory, and lets the next one in after kill -9', async () => {
    const first = await hubs.start();
    const output = await hubs.refusal({ PORT: String(await freePort()) });
    expect(output).toContain(hubs.dataDir);
    first.kill('SIGKILL');
    await first.finished;
    await hubs.start();
  });

  it('the hub as a process, again and beside another says that its port is in use, or its host is not of this machine', async () => {
    await hubs.start();
    const other = await mkdtemp(join(tmpdir(), 'portico-process-'));
    const output = await hubs.refusal({ PORTICO_DATA_DIR: other });
    expect(output).toContain(`Port ${hubs.environment.PORT}`);
    expect(await hubs.refusal({ PORTICO_DATA_DIR: other, HOST: 'nowhere.invalid' })).toContain('Check HOST and PORT.');
    await rm(other, { recursive: true, force: true });
  });

  it('the hub as a process, again and beside another refuses another master key than the one the secrets were sealed with, and makes no new one', async () => {
    const hub = await hubs.start();
    hub.kill('SIGTERM');
    await hub.finished;
    const keyFile = join(hubs.dataDir, 'master.key');
    const original = await readFile(keyFile);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);

    await writeFile(keyFile, `${randomBytes(32).toString('base64')}\n`);
    expect(await hubs.refusal()).toMatch(/key/i);
    await rm(keyFile);
    expect(await hubs.refusal()).toMatch(/key/i);
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    await writeFile(keyFile, original);
    await hubs.start();
  });

  it('the hub as a process, again and beside another does not bring a removed first management client back, nor undo a rotation', async () => {
    let hub = await hubs.start();
    expect((await stat(hubs.clientFile)).mode & 0o777).toBe(0o600);
    const client = JSON.parse(await readFile(hubs.clientFile, 'utf8')) as { client_id: string; client_secret: string };
    const api = await Api.signIn(hubs.issuer, hubs.clientFile);
    const rotated = await api.expect<{ client_secret: string }>(
      200,
      'POST',
      `clients/${client.client_id}/rotate-secret`,
    );
    hub.kill('SIGKILL');
    await hub.finished;

    hub = await hubs.start();
    await expect(Api.withCredentials(hubs.issuer, client.client_id, client.client_secret)).rejects.toThrow(
      'invalid_client',
    );
    const again = await Api.withCredentials(hubs.issuer, client.client_id, rotated.client_secret);
    await again.expect(204, 'DELETE', `clients/${client.client_id}`);
    hub.kill('SIGTERM');
    await hub.finished;

    await hubs.start();
    await expect(Api.withCredentials(hubs.issuer, client.client_id, rotated.client_secret)).rejects.toThrow(
      'invalid_client',
    );
  });

  it('the hub as a process, again and beside another rotates its signing keys beside a running hub', async () => {
    await hubs.start();
    const kids = async (): Promise<string[]> => {
      const { keys } = (await (await fetch(`${hubs.issuer}/.well-known/jwks.json`)).json()) as {
        keys: { kid: string }[];
      };
      return keys.map((key) => key.kid);
    };
    const before = await kids();
    expect(before).toHaveLength(1);
    const end = await PorticoProcess.run(['keys', 'rotate'], hubs.environment).finished;
    expect(end).toMatchObject({ code: 0 });
    // The first word: nothing of a library's is printed before it.
    expect(end.output).toMatch(/^The new signing key/);
  });
});
