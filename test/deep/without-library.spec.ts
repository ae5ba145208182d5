/** A hub whose node_modules lacks `passport-azure-ad`, as after `npm install --omit=optional`: a real process without it. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { HubProcesses } from '../support/hub-processes.js';
import { PorticoProcess } from '../support/process.js';

const LIBRARY = 'passport-azure-ad';
const root = resolve(import.meta.dirname, '../..');
const redirectUri = 'http://127.0.0.1:9/signed-in';

/** The build, beside links to all packages but the library: what is linked is found where it really is, and alone. */
async function buildWithout(library: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-without-'));
  const packages = join(folder, 'node_modules');
  await Promise.all([
    cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true }),
    cp(join(root, 'package.json'), join(folder, 'package.json')),
    mkdir(packages),
  ]);
  const names = (await readdir(join(root, 'node_modules'))).filter((name) => name !== library);
  await Promise.all(names.map((name) => symlink(join(root, 'node_modules', name), join(packages, name))));
  return folder;
}

const connection = (name: string, driver: string, clients: readonly string[] = []) => ({
  name,
  strategy: 'waad',
  enabled_clients: clients,
  options: {
    client_id: '3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10',
    client_secret: 'canary-of-a-client-secret',
    tenant_domain: `${name}.example`,
    driver,
  },
});

describe(`a hub without the package ${LIBRARY}`, () => {
  let hubs: HubProcesses;
  let folder: string;
  let hub: PorticoProcess;
  let api: Api;
  let saved: { readonly id: string };
  let authorize: URL;

  beforeAll(async () => {
    [hubs, folder] = await Promise.all([HubProcesses.prepare(), buildWithout(LIBRARY)]);
    const complete = await hubs.start();
    api = await Api.signIn(hubs.issuer, hubs.clientFile);
    const application = { name: 'Reports', app_type: 'regular_web', callbacks: [redirectUri] };
    const { client_id: clientId } = await api.expect<{ client_id: string }>(201, 'POST', 'clients', application);
    saved = await api.expect(201, 'POST', 'connections', connection('before', LIBRARY, [clientId]));
    complete.kill('SIGTERM');
    await complete.finished;
    hub = PorticoProcess.start([join(folder, 'dist/cli/portico.js'), 'start'], { env: hubs.environment });
    await hub.says('Portico is ready');
    api = await Api.signIn(hubs.issuer, hubs.clientFile);
    const query = { client_id: clientId, redirect_uri: redirectUri, connection: 'before', state: 's', nonce: 'n' };
    authorize = new URL(
      `${hubs.issuer}/authorize?${new URLSearchParams({ response_type: 'code', scope: 'openid', ...query })}`,
    );
  });
  afterAll(async () => {
    hub?.kill('SIGKILL');
    await hub?.finished;
    await hubs?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('a hub without Microsoft’s library refuses a connection that asks for it when it is saved, with the field and the remedy', async () => {
    const refused = await api.call('POST', 'connections', connection('one', LIBRARY));
    expect(refused.status).toBe(400);
    expect(String(refused.body.message)).toMatch(/driver.*npm install passport-azure-ad@4\.3\.5.*"overrides"/s);
    expect(JSON.stringify(refused.body)).not.toContain('canary');
    await api.expect(201, 'POST', 'connections', connection('one', 'portico'));
  });

  it('a hub without Microsoft’s library starts with a connection that was saved while it was there, shows it, and refuses its sign-ins', async () => {
    expect(await api.expect(200, 'GET', `connections/${saved.id}`)).toMatchObject({ options: { driver: LIBRARY } });
    const page = await new Browser('en').open(authorize.href);
    expect(page.body).toContain('is not set up correctly');
    expect(page.status).toBeLessThan(500);
    await hub.says('npm install passport-azure-ad@4.3.5');
    expect(hub.output).not.toContain('canary');
    expect((await fetch(`${hubs.issuer}/health/ready`)).status).toBe(200);
  });

  it('a hub without Microsoft’s library lets the operator change that connection to the driver that is there', async () => {
    const { options } = connection('before', 'portico');
    await api.expect(200, 'PATCH', `connections/${saved.id}`, { options });
    const { body } = await new Browser('en').open(authorize.href);
    expect(body).not.toContain('is not set up correctly');
  });
});
