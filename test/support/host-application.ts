/** An application of somebody else's, in plain JavaScript, with a route, a guard and a pipe of its own. */
export const HOST_APPLICATION = `
import 'reflect-metadata';
import { Body, Controller, Get, Module, Post, UseGuards, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import acme from 'portico-connector-acme';
import { loadConfig, PorticoModule } from 'portico';

const config = loadConfig(process.env);
class Closed { canActivate() { return false; } }
class Shop {
  greeting() { return { hello: 'host' }; }
  till() { return {}; }
  order(body) { return body; }
}
const decorate = (name, ...decorators) =>
  Reflect.decorate(decorators, Shop.prototype, name, Object.getOwnPropertyDescriptor(Shop.prototype, name));
decorate('greeting', Get('greeting'));
decorate('till', Get('till'), UseGuards(Closed));
decorate('order', Post('orders'));
Body()(Shop.prototype, 'order', 0);
Controller('shop')(Shop);
class Host {}
Module({ imports: [PorticoModule.forRoot({ config, connectors: [acme] })], controllers: [Shop] })(Host);
const app = await NestFactory.create(Host, { logger: false, abortOnError: false });
app.useGlobalPipes(new ValidationPipe());
await app.listen(config.port, config.host);
console.log('listening');
process.once('SIGTERM', () => app.close());
`;
