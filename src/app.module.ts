import { type DynamicModule, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { ApplicationsModule } from './applications/index.js';
import { Clock, SystemClock } from './common/clock.js';
import { HealthController, Readiness } from './common/health.js';
import {
  bodyParser,
  type Middleware,
  noStore,
  requestContext,
  securityHeaders,
  sendApiError,
} from './common/http/index.js';
import { createLogger, Logger, PinoLogger, requestLogging } from './common/logging/index.js';
import { Metrics, MetricsMiddleware } from './common/metrics/index.js';
import { createGuardedFetch, GuardedFetch } from './common/outbound/index.js';
import { RateLimiter } from './common/rate-limit/rate-limiter.js';
import { PorticoConfig, StartupError } from './config/index.js';
import { ConnectionsModule } from './connections/index.js';
import { azureAd } from './connectors/azuread/index.js';
import { gitHub } from './connectors/github/index.js';
import { type ConnectorDefinition, ConnectorsModule, loadedFrom } from './connectors/index.js';
import { openIdConnect } from './connectors/oidc/index.js';
import { ConsentsModule } from './consents/index.js';
import { EventsModule } from './events/index.js';
import { LoginLimit, LoginModule, sendBodyErrorPage } from './login/index.js';
import { ManagementModule, RequestMetrics } from './management/index.js';
import { OpenIdProviderMiddleware, OpenIdProviderModule } from './openid-provider/index.js';
import { PagesModule } from './pages/index.js';
import { StorageModule } from './storage/storage.module.js';
import { ForeseenUsers, TrialsModule } from './trials/index.js';
import { UpstreamModule } from './upstream/index.js';
import { UserDirectory, UsersModule } from './users/index.js';

/** The identity providers that every hub speaks to. */
export const builtInConnectors: readonly ConnectorDefinition[] = [azureAd, openIdConnect, gitHub];

/** One of them, by its strategy. @throws {TypeError} naming those that there are. */
export function builtInConnector(strategy: string): ConnectorDefinition {
  const found = builtInConnectors.find((one) => one.strategy === strategy);
  if (found !== undefined) return found;
  const known = builtInConnectors.map((one) => one.strategy).join(', ');
  throw new TypeError(`There is no built-in connector "${strategy}": there are ${known}.`);
}

export interface PorticoOptions {
  readonly config: PorticoConfig;
  /** Beside the built-in ones. */
  readonly connectors?: readonly ConnectorDefinition[];
  readonly clock?: Clock;
  readonly logger?: PinoLogger;
  /** Replaces the way out to upstreams, for tests. */
  readonly fetch?: typeof globalThis.fetch;
  /** The host puts `answerFrame` before all of its routes, also those that do not exist; else the hub's own get it here. */
  readonly isFramedByHost?: boolean;
}

/** One of each for the whole hub: what a limiter remembers counts only if everybody asks the same one. */
const SHARED = [Metrics, MetricsMiddleware, RateLimiter, Readiness];

/** Below these paths everything is the hub's; a host application's own routes are not touched. */
const HUB_PATHS = [
  'authorize',
  'oauth',
  'userinfo',
  'oidc',
  'login',
  'api/v2',
  'api/openapi.json',
  'api/docs',
  'health',
];
const WELL_KNOWN = ['.well-known/openid-configuration', '.well-known/jwks.json'];
const hubRoutes = [...HUB_PATHS, ...WELL_KNOWN].flatMap((path) => [path, `${path}/*rest`]);

/** What every answer of the hub shares, in order: context, log, headers. */
export function answerFrame(config: PorticoConfig, logger: PinoLogger): readonly Middleware[] {
  return [requestContext(config, logger), requestLogging(logger), securityHeaders(config)];
}

/** Whether the host frames every answer already. */
class Framing {
  constructor(readonly isByHost: boolean) {}
}

/**
 * The hub, as a module of anybody's NestJS application, and the composition root: the only place that names
 * implementations. Binds nothing globally. Import it once, with `PorticoModule.forRoot({ config })`.
 */
@Module({})
export class PorticoModule implements NestModule {
  constructor(
    private readonly config: PorticoConfig,
    private readonly logger: PinoLogger,
    private readonly framing: Framing,
  ) {}

  /** @throws {StartupError} when the configuration lists connectors that nobody loaded. */
  static forRoot(options: PorticoOptions): DynamicModule {
    refuseUnloaded(options);
    const { config, clock = new SystemClock(), logger = createLogger(config) } = options;
    const upstreamFetch = options.fetch ?? createGuardedFetch({ allow: config.upstreamAllow });
    return {
      module: PorticoModule,
      imports: [
        {
          module: HubServicesModule,
          global: true,
          controllers: [HealthController],
          providers: [
            { provide: PorticoConfig, useValue: config },
            { provide: Logger, useValue: logger },
            { provide: Clock, useValue: clock },
            { provide: GuardedFetch, useValue: { fetch: upstreamFetch } },
            { provide: ForeseenUsers, inject: [UserDirectory], useFactory: foreseenUsers },
            ...SHARED,
          ],
          exports: [PorticoConfig, Logger, Clock, GuardedFetch, ForeseenUsers, ...SHARED],
        },
        StorageModule.forRoot(),
        EventsModule,
        ConnectorsModule.forRoot([...builtInConnectors, ...(options.connectors ?? [])]),
        ManagementModule,
        ApplicationsModule,
        UsersModule,
        TrialsModule,
        ConsentsModule,
        ConnectionsModule,
        PagesModule,
        UpstreamModule,
        LoginModule,
        OpenIdProviderModule,
      ],
      providers: [
        { provide: PinoLogger, useValue: logger },
        { provide: Framing, useValue: new Framing(options.isFramedByHost === true) },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    if (!this.framing.isByHost) consumer.apply(...answerFrame(this.config, this.logger)).forRoutes(...hubRoutes);
    consumer.apply(MetricsMiddleware).forRoutes('metrics');
    consumer.apply(OpenIdProviderMiddleware).forRoutes(...hubRoutes);
    consumer
      .apply(
        RequestMetrics,
        noStore,
        bodyParser(['json', 'form'], (error, _request, response) => sendApiError(error, response, this.logger)),
      )
      .forRoutes('api/v2/*rest');
    consumer.apply(LoginLimit, bodyParser(['form'], sendBodyErrorPage)).forRoutes('login/*rest');
  }
}

/** Loading is asynchronous and this is not: whoever composes the hub loads what is listed, and none is lost silently. */
function refuseUnloaded({ config, connectors = [] }: PorticoOptions): void {
  const loaded = new Set(connectors.map(loadedFrom));
  const missing = config.connectors.filter((specifier) => !loaded.has(specifier));
  if (missing.length === 0) return;
  throw new StartupError(
    `PORTICO_CONNECTORS lists ${missing.join(', ')}, which this application does not load. Give forRoot({ connectors: await loadConnectors(config.connectors) }), or unset it.`,
  );
}

/** Lends trials the one question they may ask about users, and nothing that writes. */
function foreseenUsers(users: UserDirectory): ForeseenUsers {
  return { foresee: (signIn) => users.foresee(signIn) };
}

/** What no feature owns and every feature may inject. */
@Module({})
class HubServicesModule {}
