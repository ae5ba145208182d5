import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import { answerFrame, builtInConnectors, PorticoModule, type PorticoOptions } from './app.module.js';
import { errorCode } from './common/errors.js';
import { Readiness } from './common/health.js';
import { type ErrorPage, GracefulShutdown, ServiceExceptionFilter } from './common/http/index.js';
import { createLogger, NestLogger } from './common/logging/index.js';
import { ownManifest } from './common/own-package.js';
import { type PorticoConfig, StartupError } from './config/index.js';
import { pageLocaleOf, renderFrontPage, renderStatusPage, sendPage } from './pages/index.js';

export interface RunningHub {
  /** Where it listens; the issuer may be another URL, in front of a proxy. */
  readonly url: string;
  /** Finishes what is in flight, then closes the database. Idempotent. */
  close(): Promise<void>;
}

/**
 * The service: one host of the hub's module, which owns the whole HTTP server. Loads the connectors that the
 * configuration lists.
 * @throws {StartupError} that names the remedy: a port in use, a second hub on the data directory, a wrong key …
 */
export async function startHub(
  config: PorticoConfig,
  options: Omit<PorticoOptions, 'config'> = {},
): Promise<RunningHub> {
  const logger = options.logger ?? createLogger(config);
  logger.info({ version: ownManifest().version, node: process.version }, 'Portico is starting.');
  const connectors = await connectorsOf(config, options.connectors);
  const hub = PorticoModule.forRoot({ ...options, config, connectors, logger, isFramedByHost: true });
  const app = await NestFactory.create<NestExpressApplication>(hub, {
    bodyParser: false,
    abortOnError: false,
    logger: new ServiceLogger(logger),
  });
  app.disable('x-powered-by');
  // Nested query objects have no use here, and reach code that expects a string.
  app.set('query parser', 'simple');
  app.use(...answerFrame(config, logger));
  app.useGlobalFilters(new ServiceExceptionFilter(logger, errorPage));
  // Only here: in an application that embeds the hub, the first page is that application's own.
  const server: Express = app.getHttpAdapter().getInstance();
  server.get('/', (request, response) => {
    sendPage(response, 200, renderFrontPage({ locale: pageLocaleOf(request), issuer: config.issuer }));
  });
  const readiness = app.get(Readiness);
  const shutdown = new GracefulShutdown(app.getHttpServer(), { onBegin: () => readiness.beginShutdown() });
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw explained(error, config);
  }
  logger.info({ issuer: config.issuer, host: config.host, port: config.port }, 'Portico is ready.');
  let closing: Promise<void> | undefined;
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`,
    close: () => {
      closing ??= shutdown.close().then(() => app.close());
      return closing;
    },
  };
}

/** Those given, and those that are listed; the loader itself is not needed by most hubs. */
async function connectorsOf(config: PorticoConfig, given: PorticoOptions['connectors'] = []) {
  if (config.connectors.length === 0) return given;
  const { loadConnectors } = await import('./connectors/packages/index.js');
  return [...given, ...(await loadConnectors(config.connectors, { beside: [...builtInConnectors, ...given] }))];
}

function errorPage({ message, ...page }: ErrorPage): string {
  return renderStatusPage({ ...page, detail: message });
}

function explained(error: unknown, config: PorticoConfig): unknown {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${config.port} on ${config.host} is in use. Stop what listens there, or set PORT to another one.`,
    );
  }
  if (code !== undefined && CANNOT_LISTEN.includes(code)) {
    return new StartupError(`The hub cannot listen on ${config.host}:${config.port} (${code}). Check HOST and PORT.`);
  }
  return error;
}

const CANNOT_LISTEN: readonly string[] = ['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EINVAL'];

/** What Nest says, without the 70 lines of wiring at every start, and without what the command says better. */
class ServiceLogger extends NestLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    // Both are thrown again: the command prints the sentence with the remedy, and no stack.
    if (message instanceof StartupError || rest.at(-1) === 'NestApplication') this.debug(message, ...rest);
    else super.error(message, ...rest);
  }
}
