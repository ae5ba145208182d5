import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application, ApplicationDirectory } from '../../src/applications/index.js';
import { SystemClock } from '../../src/common/clock.js';
import { SilentLogger } from '../../src/common/logging/index.js';
import { PorticoConfig } from '../../src/config/index.js';
import { EventRecorder, type EventStore, type HubEvent } from '../../src/events/index.js';
import { type AuthorizationRequest, LoginEntrance, type LoginOutcome } from '../../src/login/index.js';
import type { LoginHost } from '../../src/login/login-entrance.js';
import { EndedAccess } from '../../src/openid-provider/artifacts/ended-access.js';
import { ProviderAuthorizationRequests } from '../../src/openid-provider/edge/authorization-requests.js';
import { OpenIdProviderMiddleware } from '../../src/openid-provider/edge/openid-provider.middleware.js';
import { RequestLimits } from '../../src/openid-provider/edge/request-limits.js';
import { Accounts } from '../../src/openid-provider/parties/accounts.js';
import { SecretLimits } from '../../src/openid-provider/parties/secret-limits.js';
import { CurrentProvider } from '../../src/openid-provider/provider/current-provider.js';
import { ProviderTokenVerifier } from '../../src/openid-provider/provider/management-tokens.js';
import { type Onward, sendOnward } from '../../src/pages/index.js';
import { SqlHubSettingStore } from '../../src/storage/hub-settings.store.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlSigningKeyStore } from '../../src/storage/signing-keys.store.js';
import { SqlUnitOfWork } from '../../src/storage/unit-of-work.js';
import { BrowserLogins } from '../../src/upstream/index.js';
import type { User } from '../../src/users/index.js';
import { FakeApplications, FakeConnections, FakeUsers } from './directories.js';
import { limiterOver } from './limits.js';
import { storageEngines } from './storage-engines.js';

/** A hub that is nothing but its OpenID Provider: real library, real stores, made-up users and a login that obeys. */
export async function startOpenIdProvider(options: { readonly issuer?: string } = {}) {
  const [engine] = storageEngines;
  if (engine === undefined) throw new Error('There is no storage engine.');
  const storage = await engine.open();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = options.issuer ?? origin;
  const config = Object.assign(new PorticoConfig(), { issuer });
  const [clock, logger] = [new SystemClock(), new SilentLogger()];
  const events: HubEvent[] = [];
  const recorder = new EventRecorder(
    { append: async (event: HubEvent) => void events.push(event) } as EventStore,
    clock,
  );
  const [applications, users, connections] = [new FakeApplications(), new FakeUsers(), new FakeConnections()];
  const artifacts = new SqlOidcArtifactStore(storage.database, storage.sealer);
  const keys = new SqlSigningKeyStore(storage.database, storage.sealer);
  const settings = new SqlHubSettingStore(storage.database, storage.sealer);
  // The doubles have all that these directories have but what is private to them.
  const directory = applications as unknown as ApplicationDirectory;
  const accounts = new Accounts({
    async find(userId, clientId) {
      const user = await users.find(userId);
      return user && { user, isUsable: await connections.isUsableBy(user.identity.connectionId, clientId) };
    },
    async foresee() {},
  });
  const limiter = limiterOver(storage.database);
  const entrance = new LoginEntrance(new BrowserLogins(config, clock));
  const units = new SqlUnitOfWork(storage.database);
  const provider = new CurrentProvider(
    config,
    clock,
    logger,
    recorder,
    directory,
    accounts,
    artifacts,
    keys,
    settings,
    new SecretLimits(config, limiter),
    entrance,
    units,
  );
  await provider.onModuleInit();
  const middleware = new OpenIdProviderMiddleware(
    config,
    directory,
    provider,
    new RequestLimits(config, limiter),
    logger,
  );
  const requests = new ProviderAuthorizationRequests(provider, entrance);
  const login = new ObedientLogin(requests, issuer);
  entrance.openTo(login);
  serve(server, middleware, login);
  return {
    origin,
    issuer,
    config,
    storage,
    events,
    applications,
    users,
    connections,
    artifacts,
    directory,
    keys,
    provider,
    limiter,
    requests,
    login,
    accessEnded: new EndedAccess(artifacts),
    verifier: new ProviderTokenVerifier(artifacts, directory, config, clock),
    async close() {
      provider.onModuleDestroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await storage.close();
    },
  };
}

export type TestProvider = Awaited<ReturnType<typeof startOpenIdProvider>>;

function serve(server: Server, middleware: OpenIdProviderMiddleware, login: ObedientLogin): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    middleware.use(request, response, () => {
      if (request.url?.startsWith('/login/')) {
        void login.answer(request, response);
        return;
      }
      response.writeHead(404).end('nobody is here');
    });
  });
}

/** A universal login with a page each, that asks nobody: it ends every request as it was told. */
export class ObedientLogin implements LoginHost {
  outcome: LoginOutcome | undefined;
  /** What the pages could know of the requests, in order. */
  readonly seen: unknown[] = [];

  constructor(
    private readonly requests: ProviderAuthorizationRequests,
    private readonly issuer: string,
  ) {}

  async foresee(): Promise<void> {}

  async receive({ uid }: AuthorizationRequest): Promise<Onward> {
    return { url: `/login/${uid}` };
  }

  signsIn(user: User): void {
    this.outcome = {
      kind: 'signed-in',
      userId: user.id,
      connectionId: user.identity.connectionId,
      authenticatedAt: new Date(),
    };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const uid = new URL(request.url ?? '', this.issuer).pathname.slice('/login/'.length);
    const waiting = await this.requests.find(uid, request);
    this.seen.push(waiting);
    const onward =
      waiting === undefined || this.outcome === undefined
        ? undefined
        : await this.requests.finish(waiting.uid, this.outcome, request);
    if (onward === undefined) response.writeHead(400).end('this login is not waiting');
    else sendOnward(request, response, onward, this.issuer);
  }
}

export function application(over: Partial<Application> & Pick<Application, 'clientId'>): Application {
  return {
    name: `Application ${over.clientId}`,
    appType: 'regular_web',
    callbacks: ['https://app.example/cb'],
    allowedLogoutUrls: ['https://app.example/bye'],
    webOrigins: ['https://app.example'],
    grantTypes: ['authorization_code', 'refresh_token'],
    tokenEndpointAuthMethod: 'client_secret_basic',
    secretHash: createHash('sha256').update(SECRET).digest('hex'),
    requirePkce: false,
    isEnabled: true,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...over,
  };
}

/** Holds what form encoding changes. */
export const SECRET = `s3cret +/%:${randomBytes(8).toString('hex')}`;

/** An application that keeps no secret. */
export function publicApplication(over: Partial<Application> & Pick<Application, 'clientId'>): Application {
  const { secretHash: _, ...rest } = application({ appType: 'spa', tokenEndpointAuthMethod: 'none', ...over });
  return rest;
}
