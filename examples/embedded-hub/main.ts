/** A hub in an application of your own. The environment configures the hub, as docs/operating.md says. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig, PorticoModule } from 'portico';

const config = loadConfig(process.env);

@Controller('hello')
class HelloController {
  @Get()
  hello(): object {
    return { hello: 'from beside the hub', discovery: `${config.issuer}/.well-known/openid-configuration` };
  }
}

@Module({ imports: [PorticoModule.forRoot({ config })], controllers: [HelloController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
// Closes the hub's database when the process is asked to end.
app.enableShutdownHooks();
await app.listen(config.port, config.host);
process.stdout.write(`The application listens on ${config.issuer}/hello\n`);
