import { Test } from '@nestjs/testing';
import { ApplicationDirectory } from '../../src/applications/index.js';
import { Clock } from '../../src/common/clock.js';
import { newHandle } from '../../src/common/ids.js';
import { Logger } from '../../src/common/logging/index.js';
import { RateLimiter } from '../../src/common/rate-limit/rate-limiter.js';
import { runInRequestContext } from '../../src/common/request-context.js';
import { UnitOfWork } from '../../src/common/unit-of-work.js';
import { PorticoConfig } from '../../src/config/portico-config.js';
import { AdminConsents, type Connection, ConnectionDirectory } from '../../src/connections/index.js';
import { type ConnectorDefinition, ConnectorRegistry } from '../../src/connectors/index.js';
import { consentPages } from '../../src/consents/consents.module.js';
import { RecordedConsents } from '../../src/consents/recorded-consents.js';
import { EventRecorder, EventStore } from '../../src/events/index.js';
import { type AuthorizationRequest, AuthorizationRequests } from '../../src/login/index.js';
import { loginControllers, loginProviders } from '../../src/login/login.module.js';
import { PagesModule } from '../../src/pages/index.js';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import { SqlTrialStore } from '../../src/storage/trials.store.js';
import { SqlUnitOfWork } from '../../src/storage/unit-of-work.js';
import { ForeseenUsers, TrialStore } from '../../src/trials/index.js';
import { trialPages } from '../../src/trials/trials.module.js';
import { CallbackDeadline, type Countdown } from '../../src/upstream/callback-deadline.js';
import { PendingLoginStore, sha256 } from '../../src/upstream/index.js';
import { upstreamControllers, upstreamProviders } from '../../src/upstream/upstream.module.js';
import { UserDirectory } from '../../src/users/index.js';
import { Browser, type Visit } from './browser.js';
import { limiterOver } from './limits.js';
import {
  FakeApplications,
  FakeConnections,
  FakeConsents,
  FakeRequests,
  FakeUsers,
  MemoryEvents,
  MovableClock,
} from './login-fakes.js';
import { freePort } from './ports.js';
import { storageEngines } from './storage-engines.js';
import { TinyConnector, UPSTREAM } from './tiny-connector.js';

/** Keeps what is logged. */
export class MemoryLogger extends Logger {
  readonly lines: { readonly level: string; readonly detail: object; readonly message: string }[] = [];

  private keep(level: string) {
    return (detail: object, message: string): void => void this.lines.push({ level, detail, message });
  }

  override readonly debug = this.keep('debug');
  override readonly info = this.keep('info');
  override readonly warn = this.keep('warn');
  override readonly error = this.keep('error');

  override child(): Logger {
    return this;
  }
}

/** A deadline that the test ends. */
export class ManualDeadline extends CallbackDeadline {
  current = new AbortController();

  override begin(): Countdown {
    this.current = new AbortController();
    return { signal: this.current.signal, stop: () => undefined };
  }
}

const CLIENT_ID = 'client-1';

/** The universal login as a real server, over real storage, with fakes of the features around it. */
export class LoginHub {
  readonly clock = new MovableClock();
  readonly requests: FakeRequests;
  readonly applications = new FakeApplications();
  readonly users = new FakeUsers();
  readonly consents = new FakeConsents();
  readonly events = new MemoryEvents();
  readonly logger = new MemoryLogger();
  readonly deadline = new ManualDeadline();
  close: () => Promise<void> = async () => {};
  private requestCount = 0;

  private constructor(
    readonly url: string,
    readonly connections: FakeConnections,
    readonly trials: TrialStore,
    private readonly pending: PendingLoginStore,
  ) {
    this.requests = new FakeRequests(url);
  }

  /** @param issuer the configured issuer, where it is not where the server listens. */
  static async start(
    options: { issuer?: string; definitions?: readonly ConnectorDefinition[]; rememberConnection?: boolean } = {},
  ): Promise<LoginHub> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const engine = storageEngines[0];
    if (engine === undefined) throw new Error('no storage engine');
    const storage = await engine.open();
    const trials = new SqlTrialStore(storage.database, storage.sealer);
    const pending = new SqlPendingLoginStore(storage.database, storage.sealer);
    const hub = new LoginHub(url, new FakeConnections(options.issuer ?? url), trials, pending);
    hub.setApplication({});
    const { rememberConnection = false } = options;
    const config = Object.assign(new PorticoConfig(), { issuer: options.issuer ?? url, rememberConnection });
    const testing = await Test.createTestingModule({
      imports: [PagesModule],
      controllers: [
        ...consentPages.controllers,
        ...trialPages.controllers,
        ...upstreamControllers,
        ...loginControllers,
      ],
      providers: [
        ...consentPages.providers,
        ...trialPages.providers,
        ...upstreamProviders,
        ...loginProviders,
        EventRecorder,
        { provide: PorticoConfig, useValue: config },
        { provide: Clock, useValue: hub.clock },
        { provide: Logger, useValue: hub.logger },
        { provide: RateLimiter, useValue: limiterOver(storage.database, hub.clock) },
        { provide: AuthorizationRequests, useValue: hub.requests },
        { provide: ApplicationDirectory, useValue: hub.applications },
        { provide: ConnectionDirectory, useValue: hub.connections },
        { provide: UserDirectory, useValue: hub.users },
        { provide: EventStore, useValue: hub.events },
        { provide: ConnectorRegistry, useValue: new ConnectorRegistry(options.definitions ?? []) },
        { provide: AdminConsents, useValue: hub.consents },
        { provide: RecordedConsents, useValue: hub.consents },
        { provide: ForeseenUsers, useValue: hub.users },
        { provide: TrialStore, useValue: hub.trials },
        { provide: UnitOfWork, useValue: new SqlUnitOfWork(storage.database) },
        { provide: PendingLoginStore, useValue: pending },
      ],
    })
      .overrideProvider(CallbackDeadline)
      .useValue(hub.deadline)
      .compile();
    const app = testing.createNestApplication({ logger: false });
    app.use((_request: unknown, _response: unknown, next: () => void) =>
      runInRequestContext({ correlationId: 'correlation-1', ip: '192.0.2.1', userAgent: 'test' }, next),
    );
    await app.listen(port, 'localhost');
    hub.close = async () => {
      await app.close();
      await storage.close();
    };
    return hub;
  }

  setApplication(change: { readonly name?: string; readonly isEnabled?: boolean }): void {
    this.applications.all.set(CLIENT_ID, {
      clientId: CLIENT_ID,
      name: 'Sample App',
      appType: 'regular_web',
      callbacks: [],
      allowedLogoutUrls: [],
      webOrigins: [],
      grantTypes: [],
      tokenEndpointAuthMethod: 'client_secret_post',
      requirePkce: false,
      isEnabled: true,
      createdAt: this.clock.now(),
      updatedAt: this.clock.now(),
      ...change,
    });
  }

  addConnection(
    name: string,
    change: Partial<Connection> = {},
    clients: readonly string[] = [CLIENT_ID],
  ): TinyConnector {
    const connector = new TinyConnector();
    const connection: Connection = {
      id: `con_${name}`,
      name,
      strategy: 'tiny',
      domainAliases: [],
      profileSync: 'on_each_login',
      isEnabled: true,
      callbackKind: 'own',
      restrictEmailDomains: false,
      metadata: {},
      options: {},
      secrets: {},
      revision: 1,
      createdAt: this.clock.now(),
      updatedAt: this.clock.now(),
      ...change,
    };
    this.connections.all.set(name, { connection, connector, clients });
    return connector;
  }

  /** A new authorization request that waits in this browser. @returns its login page. */
  async ask(browser: Browser, change: Partial<AuthorizationRequest> = {}): Promise<string> {
    this.requestCount += 1;
    const uid = `request-${this.requestCount}`;
    const handle = newHandle();
    const request = { uid, browserHash: sha256(handle), clientId: CLIENT_ID, prompt: [], uiLocales: [], ...change };
    this.requests.waiting.set(uid, request);
    const age = this.clock.now().getTime().toString(36);
    await browser.cookies.setCookie(`portico_login_${uid}=${age}.${handle}; Path=/`, this.url);
    return `${this.url}/login/${uid}`;
  }

  /** Begins a login by the connection's button. @returns where the browser was sent. */
  async begin(browser: Browser, connection: string, page?: string): Promise<Visit> {
    const login = page ?? (await this.ask(browser));
    return await browser.open(`${login}/connections/${connection}`, { stopAt: isUpstream });
  }

  /** What the hub keeps of what it answered to an upstream's answer. */
  async keptAnswer(answer: string): Promise<string | undefined> {
    const state = new URL(answer).searchParams.get('state') ?? '';
    return (await this.pending.findAnswer(sha256(state), this.clock.now()))?.answer;
  }

  /** The upstream's answer for a login begun. */
  answerTo(begun: Visit, answer: string): string {
    const { searchParams } = begun.url;
    const state = searchParams.get('state') ?? '';
    return `${searchParams.get('redirect_uri')}?${new URLSearchParams({ state, answer })}`;
  }
}

export function isUpstream(url: URL): boolean {
  return url.href.startsWith(UPSTREAM);
}

/** Where the application's request goes on. */
export function isResumed(url: URL): boolean {
  return url.pathname.startsWith('/authorize/');
}
