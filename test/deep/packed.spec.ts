import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type SampleApplication, type Sandbox, startSampleApplication, startSandbox } from '../../src/sandbox/index.js';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { HOST_APPLICATION } from '../support/host-application.js';
import { InstalledPortico } from '../support/installed-portico.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';
import { CONTOSO, REGISTRATIONS } from '../support/sandbox-sign-in.js';

// Most of it is npm and the compiler, on a machine that does other things beside.
jest.setTimeout(180_000);

describe('the packed package, in an empty folder', () => {
  let portico: InstalledPortico;
  let sandbox: Sandbox;

  beforeAll(async () => {
    [portico, sandbox] = await Promise.all([InstalledPortico.install(), startSandbox()]);
  }, 400_000);
  afterAll(async () => {
    await sandbox?.close();
    portico?.remove();
  });

  it('ships the demo, the templates and the declarations, and no tests', () => {
    const { files } = portico;
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        'docs/connectors.md',
        'examples/embedded-hub/main.ts',
        'src/connectors/azuread/README.md',
        'dist/cli/portico.js',
        'dist/connector.d.ts',
        'dist/connectors/testing/index.d.ts',
        'dist/connectors/azuread/README.md',
        'dist/cli/scaffold/src/connector.ts.template',
        'dist/index.d.ts',
        'dist/oidc.d.ts',
        'dist/sandbox/seed.json',
      ]),
    );
    expect(files.filter((path) => /\.spec\.|^(test|bench)\/|^src\/(?!.*README\.md$)/.test(path))).toEqual([]);
  });

  it.each([
    ['portico/connector', 'defineConnector,ConnectorError,Option'],
    ['portico/oidc', 'verifyIdToken,beginAuthorization'],
    ['portico/passport', 'definePassportConnector,hubState'],
    ['portico/testing', 'describeConnectorContract,runConnectorContract,FakeOpenIdProvider'],
  ])('the packed package, in an empty folder exports %s on its own, without Nest', async (entry, names) => {
    const refused = 'if (name.startsWith("@nestjs/")) throw new Error(name);';
    const hook = `export function resolve(name, context, next) { ${refused} return next(name, context); }`;
    portico.write(
      'entry.mjs',
      `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook)}');
       const { ${names} } = await import('${entry}');
       console.log([${names}].every((one) => one !== undefined), await import('@nestjs/core').catch(String));`,
    );
    expect(await portico.run('.', process.execPath, 'entry.mjs')).toEqual({
      code: 0,
      output: 'true Error: @nestjs/core\n',
    });
  });

  describe('with a connector that "portico connector new" made', () => {
    const package_ = 'portico-connector-acme';

    beforeAll(async () => {
      const { code, output } = await portico.portico('connector', 'new', 'acme');
      expect([code, output]).toEqual([0, expect.stringContaining('src/acme.connector.ts')]);
      await portico.npmInstall(package_);
    }, 400_000);

    it('builds, and passes the contract suite in its own tests', async () => {
      const { code, output } = await portico.run(package_, 'npm', 'test');
      expect([code, output]).toEqual([0, expect.stringMatching(/# fail 0/)]);
    });

    it('a connector that "portico connector new" made is reported on by "portico connector test", whose own copy of portico is another one', async () => {
      const { code, output } = await portico.portico('connector', 'test', package_);
      expect([code, output]).toEqual([0, expect.stringMatching(/\d{2,} sentences hold, 0 fail/)]);
      expect(output).toContain('✓ is one that the hub can register');
    });

    it('a connector that "portico connector new" made fails that report when the connector is broken', async () => {
      const built = 'build/src/acme.definition.js';
      await portico.run(
        package_,
        'sed',
        '-i.whole',
        "s/, 'client_id'\\],/, 'client'],/",
        'build/src/acme.definition.js',
      );
      const { code, output } = await portico.portico('connector', 'test', package_);
      expect([code, output]).toEqual([1, expect.stringContaining('endpointOptions names what is no option: client.')]);
      await portico.run(package_, 'mv', `${built}.whole`, built);
    });

    it('a connector that "portico connector new" made is refused at start as a link, which brings a second copy, with the remedy', async () => {
      const { code, output } = await portico.run(
        '.',
        'env',
        `PORTICO_CONNECTORS=./${package_}`,
        'npx',
        'portico',
        'start',
      );
      expect([code, output]).toEqual([1, expect.stringContaining('--install-links')]);
    });

    describe('installed beside it', () => {
      let hub: PorticoProcess | undefined;
      let sample: SampleApplication | undefined;

      beforeAll(() => portico.npmInstall('.', '--install-links', `./${package_}`), 400_000);
      afterAll(async () => {
        await sample?.close();
        hub?.kill('SIGTERM');
        await hub?.finished;
      });

      /** Starts a hub, connects it to the sandbox by the connector, and signs somebody in. */
      const signIn = async (args: readonly string[], says: string, environment: Readonly<Record<string, string>>) => {
        const [port, samplePort, dataDir] = [await freePort(), await freePort(), `data-${args.length}`];
        const issuer = `http://localhost:${port}`;
        hub = PorticoProcess.start(args, {
          cwd: portico.folder,
          env: {
            PORT: String(port),
            HOST: 'localhost',
            PORTICO_DATA_DIR: dataDir,
            PORTICO_UPSTREAM_ALLOW: new URL(sandbox.url).host,
            ...environment,
          },
        });
        await hub.says(says);
        const api = await Api.signIn(issuer, `${portico.folder}/${dataDir}/management-client.json`);
        const url = `http://localhost:${samplePort}`;
        const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
          name: 'Sample application',
          app_type: 'regular_web',
          callbacks: [`${url}/callback`],
        });
        const { callback_url: callbackUrl } = await api.expect<{ callback_url: string }>(201, 'POST', 'connections', {
          name: 'contoso-by-acme',
          strategy: 'acme',
          display_name: 'Contoso',
          options: {
            issuer: `${sandbox.url}/${CONTOSO}/v2.0`,
            client_id: REGISTRATIONS.contoso.clientId,
            client_secret: REGISTRATIONS.contoso.secret,
          },
          enabled_clients: [client.client_id],
        });
        sandbox.control.addRedirectUri(REGISTRATIONS.contoso.clientId, callbackUrl);
        sample = await startSampleApplication({
          port: samplePort,
          issuer,
          clientId: client.client_id,
          clientSecret: client.client_secret,
        });
        const browser = new Browser();
        // The only connection: there is nothing to ask the person.
        const upstream = await browser.follow(await browser.open(url), 'Sign in');
        const profile = await browser.submit(upstream, { user: 'adele@contoso.com' });
        expect(profile.page.text).toContain('Hello, Adele Vance');
        return { api, issuer };
      };
      const stop = async () => {
        await sample?.close();
        hub?.kill('SIGTERM');
        expect((await hub?.finished)?.code).toBe(0);
      };

      it('installed beside it signs people in through "portico start", and is in the list of connectors by itself', async () => {
        const { api } = await signIn([portico.command, 'start'], 'Portico is ready', { PORTICO_CONNECTORS: package_ });
        const { body } = await api.call<Record<string, unknown>>('GET', 'connectors/acme?connection_name=contoso');
        expect(body).toMatchObject({
          display_name: 'Acme',
          package: package_,
          capabilities: [],
          guide: expect.stringContaining('/login/callback/contoso'),
          options_schema: { properties: { client_secret: { title: 'Client secret', writeOnly: true } } },
        });
        await stop();
      });

      it('installed beside it signs people in through an application of somebody else’s, whose routes, guards and pipes stay its own', async () => {
        portico.write('host.mjs', HOST_APPLICATION);
        const { issuer } = await signIn(['host.mjs'], 'listening', {});
        expect(await (await fetch(`${issuer}/shop/greeting`)).json()).toEqual({ hello: 'host' });
        expect((await fetch(`${issuer}/shop/till`)).status).toBe(403);
        expect((await fetch(`${issuer}/shop/orders`, { method: 'POST' })).status).toBe(201);
        await stop();
      });

      it('installed beside it signs in without a hub through "portico connector try", which shows each stage and no secret', async () => {
        const port = await freePort();
        const callback = `http://localhost:${port}/back/here`;
        sandbox.control.addRedirectUri(REGISTRATIONS.contoso.clientId, callback);
        const tried = PorticoProcess.start(
          [portico.command, 'connector', 'try', package_, '--callback', callback, '--allow', new URL(sandbox.url).host]
            .concat(
              '--issuer',
              `${sandbox.url}/${CONTOSO}/v2.0`,
              '--option',
              `client_id=${REGISTRATIONS.contoso.clientId}`,
            )
            .concat('--option', 'client_secret=env:ACME_SECRET'),
          { cwd: portico.folder, env: { ACME_SECRET: REGISTRATIONS.contoso.secret } },
        );
        await tried.says(/^ {2}http\S+\n/m);
        const browser = new Browser();
        const [, url = ''] = /^ {2}(http\S+)$/m.exec(tried.output) ?? [];
        await browser.submit(await browser.open(url), { user: 'adele@contoso.com' });
        const { code, output } = await tried.finished;
        expect([code, output]).toEqual([0, expect.stringContaining('Signed in.')]);
        for (const stage of ['discovery', 'authorize', 'callback', 'token', 'signature', 'claims'])
          expect(output).toMatch(new RegExp(`stage +${stage}`));
        expect(output).toContain('"name": "Adele Vance"');
        expect(output).not.toContain(REGISTRATIONS.contoso.secret);
        expect(output).not.toMatch(/eyJ[\w-]{10,}/);
      });
    });
  });
});
