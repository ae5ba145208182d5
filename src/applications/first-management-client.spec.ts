import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type OpenStorage, storageEngines } from '../../test/support/storage-engines.js';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { type Logger, SilentLogger } from '../common/logging/index.js';
import { PorticoConfig, StartupError } from '../config/index.js';
import { MANAGEMENT_SCOPES } from '../management/index.js';
import { SqlApplicationStore } from '../storage/applications.store.js';
import { FirstManagementClient } from './first-management-client.js';
import { secretMatches } from './index.js';

const AUDIENCE = 'https://hub.example/api/v2/';

describe.each(storageEngines)('the first management client on $name', (engine) => {
  let storage: OpenStorage;
  let store: SqlApplicationStore;
  let directory: ReturnType<typeof temporaryDirectory>;
  const logger: Logger = new SilentLogger();
  beforeEach(async () => {
    storage = await engine.open();
    store = new SqlApplicationStore(storage.database);
    directory = temporaryDirectory();
  });
  afterEach(async () => {
    await storage.close();
    directory.remove();
  });

  const file = () => join(directory.path, 'management-client.json');
  const start = (config: Partial<PorticoConfig> = {}) =>
    new FirstManagementClient(
      store,
      Object.assign(new PorticoConfig(), { issuer: 'https://hub.example', dataDir: directory.path, ...config }),
      { now: () => new Date('2026-11-21T10:00:00Z') },
      logger,
    ).onApplicationBootstrap();
  const count = async () => (await store.list({}, { kind: 'offset', page: 0, perPage: 10 })).total;

  it('the first management client is generated, is granted everything, and is written to a file for the operator alone', async () => {
    await start();
    const written = JSON.parse(readFileSync(file(), 'utf8'));
    expect(written).toEqual({
      client_id: expect.stringMatching(/^app_/),
      client_secret: expect.stringMatching(/^pcs_/),
      audience: AUDIENCE,
      token_endpoint: 'https://hub.example/oauth/token',
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory.path)).toEqual(['management-client.json']);
    const application = await store.find(written.client_id);
    expect(application).toMatchObject({ appType: 'non_interactive', isEnabled: true });
    expect(application && secretMatches(application, written.client_secret)).toBe(true);
    expect((await store.grantFor(written.client_id, AUDIENCE))?.scope).toEqual(MANAGEMENT_SCOPES);
  });

  it('the first management client’s file gets its data directory, for the operator alone, where there is none', async () => {
    const dataDir = join(directory.path, 'not', 'yet');
    await start({ dataDir });
    expect(readdirSync(dataDir)).toEqual(['management-client.json']);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('the first management client is the configured one where there is one, and then no file is written', async () => {
    await start({ managementClient: { id: 'ops', secret: 'a-secret-of-the-operator' } });
    const application = await store.find('ops');
    expect(application && secretMatches(application, 'a-secret-of-the-operator')).toBe(true);
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('the first management client is not made a second time, and the file stays as it is', async () => {
    await start();
    const written = readFileSync(file(), 'utf8');
    await start();
    expect([await count(), readFileSync(file(), 'utf8')]).toEqual([1, written]);
  });

  it('the first management client does not come back when it was removed, generated or configured', async () => {
    await start();
    await store.delete(JSON.parse(readFileSync(file(), 'utf8')).client_id);
    await start();
    const warned = jest.spyOn(logger, 'warn');
    await start({ managementClient: { id: 'ops', secret: 'a-secret-of-the-operator' } });
    expect(await count()).toBe(0);
    expect(warned).toHaveBeenCalledWith({ clientId: 'ops' }, expect.stringContaining('names no client'));
  });

  it('the first management client keeps a rotated secret over a restart', async () => {
    const config = { managementClient: { id: 'ops', secret: 'a-secret-of-the-operator' } };
    await start(config);
    const read = await store.find('ops');
    if (read === undefined) throw new Error('There is no client.');
    await store.update({ ...read, secretHash: 'f'.repeat(64), updatedAt: new Date() }, read);
    await start(config);
    expect((await store.find('ops'))?.secretHash).toBe('f'.repeat(64));
  });

  it('the first management client replaces the file that an interrupted start left, with permissions of its own', async () => {
    writeFileSync(file(), '{}', { mode: 0o644 });
    await start();
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toHaveProperty('client_secret');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('the first management client is not stored when it cannot be written, and the next start tries again', async () => {
    mkdirSync(file());
    await expect(start()).rejects.toThrow(StartupError);
    expect(await count()).toBe(0);
    expect(readdirSync(directory.path)).toEqual(['management-client.json']);
    directory.remove();
    mkdirSync(directory.path);
    await start();
    expect(await count()).toBe(1);
  });
});
