/**
 * What has to work on every Node: run by main.ts with the Node in question, whose processes these all are. Hub, sandbox
 * Entra and the person with application and browser (this process) are three of them. One line for each sentence.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { PorticoProcess } from '../support/process.js';
import { atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';
import { assert, check, hasFailed, print, until } from './report.js';

/** `npm run` starts us there. */
const root = process.cwd();
const portico = join(root, 'dist/cli/portico.js');
const READY = /Portico is ready.*\n/;
const REDIRECT_URI = 'http://localhost:9/callback';
const PERSON = 'adele@contoso.com';
const WRITERS = 8;
const KILLS = 3;
const SUITES = ['sqlite', 'embedded', 'data-directory', 'hub-storage'].map((name) => `src/storage/${name}.spec.ts`);

const directory = mkdtempSync(join(tmpdir(), 'portico-runtimes-'));
const running: { kill(signal: NodeJS.Signals): unknown }[] = [];
const world = {
  issuer: `http://localhost:${await freePort()}`,
  application: { clientId: '', clientSecret: '', redirectUri: REDIRECT_URI },
};
const dataDir = join(directory, 'data');
const browser = new Browser();
let hub: PorticoProcess;
let refreshToken = '';

print(
  `\nNode ${process.versions.node}, SQLite of ${isBuiltin('node:sqlite') ? 'node:sqlite' : '@photostructure/sqlite'}`,
);
try {
  const sandbox = await startSandbox();
  await check('the hub starts and prints nothing but its log, without a warning', async () => {
    hub = await startHub(sandbox.host);
    return assertPlainStart(hub.output);
  });
  await check('an application around the hub keeps its own warnings, and gets none of SQLite', embeddedWarnings);
  await check('a second hub is refused the data directory', async () => {
    const { code, output } = await start(['start'], { ...environmentOf(sandbox.host), PORT: String(await freePort()) })
      .finished;
    assert(code === 1 && output.includes('Another hub is running on the data directory'), output);
  });
  await check('somebody signs in, from the application over hub and sandbox and back', () => signIn(sandbox));
  await check('after a restart the session and the refresh token go on', async () => {
    hub.kill('SIGTERM');
    const end = await hub.finished;
    assert(end.code === 0, `The hub ended with ${end.code}:\n${end.output}`);
    hub = await startHub(sandbox.host);
    await continueSession();
  });
  await check('after kill -9 in the middle of writes every acknowledged row is there', () =>
    killAmongWrites(sandbox.host),
  );
  await check('the data directory of the build with better-sqlite3 opens', openEarlierDirectory);
  await check('a connector made by "portico connector new" passes the contract suite', connectorContract);
  await check('the tests of the embedded engine pass under jest, which ends by itself', embeddedEngineTests);
} finally {
  for (const one of running) one.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(hasFailed() ? 1 : 0);

interface RunningSandbox {
  readonly host: string;
  readonly connection: Readonly<Record<string, unknown>>;
  readonly child: ChildProcess;
}

async function startSandbox(): Promise<RunningSandbox> {
  const child = fork(fileURLToPath(new URL('./sandbox.js', import.meta.url)), [join(root, 'dist/sandbox/index.js')]);
  running.push(child);
  const [{ url, connection }] = await once(child, 'message', { signal: AbortSignal.timeout(30_000) });
  return { host: new URL(url).host, connection, child };
}

function environmentOf(sandboxHost: string): Readonly<Record<string, string>> {
  return {
    PORT: new URL(world.issuer).port,
    PORTICO_DATA_DIR: dataDir,
    PORTICO_UPSTREAM_ALLOW: sandboxHost,
    PORTICO_RATE_LIMIT_MANAGEMENT: '1000000',
  };
}

function start(args: readonly string[], env: Readonly<Record<string, string>>, cwd?: string): PorticoProcess {
  const child = PorticoProcess.start([portico, ...args], { env, ...(cwd !== undefined && { cwd }) });
  running.push(child);
  return child;
}

async function startHub(sandboxHost: string): Promise<PorticoProcess> {
  const started = start(['start'], environmentOf(sandboxHost));
  await started.says(READY);
  return started;
}

function assertPlainStart(output: string): string {
  const lines = output.trim().split('\n');
  for (const line of lines) assert(/^\{"level":"info"/.test(line), `The start said: ${line}`);
  return `${lines.length} lines, all of level info`;
}

/** The hub as a part of somebody's application, who has put a function of their own in the place of Node's. */
async function embeddedWarnings(): Promise<undefined> {
  const script = `
    const heard = [];
    const own = (...warning) => void heard.push(String(warning[0]));
    process.emitWarning = own;
    await import(${JSON.stringify(pathToFileURL(join(root, 'dist/index.js')).href)});
    const { Sqlite } = await import(${JSON.stringify(pathToFileURL(join(root, 'dist/storage/sqlite.js')).href)});
    new Sqlite(':memory:').close();
    process.emitWarning('mine is an experimental feature', 'ExperimentalWarning');
    console.log(JSON.stringify([process.emitWarning === own, heard]));
  `;
  const { output } = await PorticoProcess.start(['--input-type=module', '-e', script], { env: {} }).finished;
  const said = output.split('\n').find((line) => line.startsWith('['));
  assert(said === '[true,["mine is an experimental feature"]]', output);
}

async function signIn({ connection, child }: RunningSandbox): Promise<undefined> {
  const api = await operator();
  const client = await api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
    name: 'Sample application',
    app_type: 'regular_web',
    callbacks: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  Object.assign(world.application, { clientId: client.client_id, clientSecret: client.client_secret });
  const made = await api.expect<{ callback_url: string; options: { client_id: string } }>(201, 'POST', 'connections', {
    ...connection,
    enabled_clients: [client.client_id],
  });
  const registered = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
  child.send({ clientId: made.options.client_id, callbackUrl: made.callback_url });
  await registered;
  const request = authorization(world, { scope: 'openid profile email offline_access' });
  const visit = await signInAs(browser, await browser.open(request.url), PERSON);
  const tokens = await redeem(world, visit, request);
  assert(tokens.claims.email === PERSON, `The ID token is of ${tokens.claims.email}.`);
  refreshToken = tokens.refresh_token ?? '';
}

async function continueSession(): Promise<void> {
  const request = authorization(world, { prompt: 'none' });
  const { claims } = await redeem(world, await browser.open(request.url, atApplication), request);
  assert(claims.email === PERSON, `The session is of ${claims.email}.`);
  const refreshed = await token(world, { grant_type: 'refresh_token', refresh_token: refreshToken });
  assert(refreshed.access_token !== undefined, JSON.stringify(refreshed));
  refreshToken = refreshed.refresh_token ?? refreshToken;
}

async function killAmongWrites(sandboxHost: string): Promise<string> {
  let count = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const acknowledged: string[] = [];
    const api = await operator();
    let isGoing = true;
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let index = 0; isGoing; index += 1) {
        const name = `Writer ${writer}, ${index}`;
        const answer = await api.call<{ client_id: string }>('POST', 'clients', { name }).catch(() => undefined);
        if (answer?.status === 201) acknowledged.push(answer.body.client_id);
        else if (isGoing && answer !== undefined) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
        else return;
      }
    });
    await until(() => acknowledged.length >= 40 + 13 * round);
    hub.kill('SIGKILL');
    isGoing = false;
    await Promise.all([hub.finished, ...writers]);
    hub = await startHub(sandboxHost);
    const after = await operator();
    await Promise.all(acknowledged.map((id) => after.expect(200, 'GET', `clients/${id}`)));
    await continueSession();
    count += acknowledged.length;
  }
  return `${KILLS} kills, ${count} rows`;
}

async function openEarlierDirectory(): Promise<string> {
  const earlier = join(directory, 'earlier');
  cpSync(join(root, 'test/fixtures/data-directories/0.1.0-first'), earlier, { recursive: true });
  const PORT = String(await freePort());
  const opened = start(['start'], { PORT, PORTICO_ISSUER: 'http://localhost:3900', PORTICO_DATA_DIR: earlier });
  await opened.says(READY);
  const answer = await fetch(`http://localhost:${PORT}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { readonly keys: readonly unknown[] };
  assert(keys.length === 2, `It publishes ${keys.length} keys.`);
  opened.kill('SIGTERM');
  await opened.finished;
  return 'its sealed signing keys are published';
}

async function connectorContract(): Promise<string> {
  const made = await start(['connector', 'new', 'acme', '--portico', `file:${root}`], {}, directory).finished;
  assert(made.code === 0, made.output);
  const folder = join(directory, 'portico-connector-acme');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/portico'));
  for (const name of ['class-transformer', 'class-validator'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const compile = [swc, 'src', 'test', '-d', 'build', '--config-file', join(root, '.swcrc'), '-q'];
  const compiled = await PorticoProcess.start(compile, { cwd: folder, env: {} }).finished;
  assert(compiled.code === 0, compiled.output);
  const { code, output } = await start(['connector', 'test', folder], {}, directory).finished;
  const [sum] = /\d{2,} sentences hold, 0 fail.*(?=\.)/.exec(output) ?? [];
  assert(code === 0 && sum !== undefined, output);
  return sum;
}

async function embeddedEngineTests(): Promise<string> {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--experimental-vm-modules', jest, '--maxWorkers=2', ...SUITES];
  const { code, output } = await PorticoProcess.start(args, { cwd: root, env: { NODE_NO_WARNINGS: '1' } }).finished;
  const [sum] = /(?<=Tests: +)\S.*/.exec(output) ?? [];
  assert(code === 0 && sum !== undefined && !/failed to exit|did not exit/.test(output), output);
  return sum;
}

function operator(): Promise<Api> {
  return Api.signIn(world.issuer, join(dataDir, 'management-client.json'));
}
