/**
 * A process: answers each request with a redirect, through as many of the hub's layers as its argument says. The layers are
 * those of the build that is measured; nothing else of the hub runs.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Controller, Get, type INestApplication, Module, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Response } from 'express';
import { LAYERS, type LayerOptions } from './layers.js';

type Middlewares = readonly import('../../src/common/http/index.js').Middleware[];

/** What a route does before it redirects. */
class Work {
  constructor(readonly run: () => Promise<unknown>) {}
}

@Controller()
class RedirectController {
  constructor(private readonly work: Work) {}

  @Get('layer')
  async redirect(@Res() response: Response): Promise<void> {
    await this.work.run();
    response.redirect(303, '/elsewhere');
  }
}

@Module({})
class LayerModule {}

async function serve(options: LayerOptions): Promise<void> {
  const depth = LAYERS.indexOf(options.layer);
  const middlewares = await frame(options, depth);
  if (depth < LAYERS.indexOf('router')) {
    createServer((request, response) => through(middlewares, request, response)).listen(
      options.port,
      '127.0.0.1',
      ready,
    );
    return;
  }
  const app = await nestApplication(middlewares, new Work(await work(options)));
  await app.listen(options.port, '127.0.0.1');
  ready();
}

function ready(): void {
  process.send?.('ready');
}

/** What every answer of the hub shares, as far as this layer has it. */
async function frame(options: LayerOptions, depth: number): Promise<Middlewares> {
  const [{ requestContext, securityHeaders }, { createLogger, requestLogging }, { loadConfig }] = await Promise.all([
    of<typeof import('../../src/common/http/index.js')>(options, 'common/http/index.js'),
    of<typeof import('../../src/common/logging/index.js')>(options, 'common/logging/index.js'),
    of<typeof import('../../src/config/index.js')>(options, 'config/index.js'),
  ]);
  const config = loadConfig(options.environment);
  const logger = createLogger(config);
  return [
    ...(depth < 1 ? [] : [requestContext(config, logger), requestLogging(logger)]),
    ...(depth < 2 ? [] : [securityHeaders(config)]),
  ];
}

function through(middlewares: Middlewares, request: IncomingMessage, response: ServerResponse): void {
  const [first, ...rest] = middlewares;
  if (first === undefined) response.writeHead(303, { location: '/elsewhere' }).end();
  else first(request, response, () => through(rest, request, response));
}

async function nestApplication(middlewares: Middlewares, work: Work): Promise<INestApplication> {
  const module = {
    module: LayerModule,
    controllers: [RedirectController],
    providers: [{ provide: Work, useValue: work }],
  };
  const app = await NestFactory.create(module, { bodyParser: false, logger: false });
  app.use(...middlewares);
  return app;
}

async function work({ layer, ...options }: LayerOptions): Promise<() => Promise<unknown>> {
  if (layer === 'upstream') {
    const outbound = await of<typeof import('../../src/common/outbound/index.js')>(options, 'common/outbound/index.js');
    const { hostname, port } = new URL(options.upstream);
    const ask = outbound.createGuardedFetch({ allow: [{ kind: 'host', host: hostname, port: Number(port) }] });
    return async () => await (await ask(options.upstream)).text();
  }
  if (layer !== 'read' && layer !== 'commit') return async () => undefined;
  const [{ HubStorage }, { loadConfig }] = await Promise.all([
    of<typeof import('../../src/storage/hub-storage.js')>(options, 'storage/hub-storage.js'),
    of<typeof import('../../src/config/index.js')>(options, 'config/index.js'),
  ]);
  const { database } = await HubStorage.open(loadConfig(options.environment));
  if (layer === 'read')
    return () => database.selectFrom('hub_settings').selectAll().where('key', '=', 'nothing').executeTakeFirst();
  return () => database.insertInto('hub_settings').values({ key: randomUUID(), value: 'bench' }).execute();
}

async function of<T>({ build }: Pick<LayerOptions, 'build'>, path: string): Promise<T> {
  return (await import(pathToFileURL(join(build, path)).href)) as T;
}

process.once('disconnect', () => process.exit(0));
serve(JSON.parse(process.argv[2] ?? '') as LayerOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
