/** A sign-in with Azure AD in front of one route, without a hub. */
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Post, Req, Res, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import {
  builtInConnector,
  ConnectionGuard,
  ConnectionStrategy,
  type ConnectionStrategyOptions,
  type SignedInPerson,
} from 'portico';

const { PORT = '5000', COOKIE_SECRET = '', SANDBOX = '' } = process.env;
const { AZURE_TENANT = '', AZURE_CLIENT_ID = '', AZURE_CLIENT_SECRET = '' } = process.env;

const azure: ConnectionStrategyOptions = {
  connector: builtInConnector('waad'),
  options: { tenant_domain: AZURE_TENANT, client_id: AZURE_CLIENT_ID, client_secret: AZURE_CLIENT_SECRET },
  // Register this URL at Azure AD, platform "Web".
  callbackUrl: `http://localhost:${PORT}/login/callback`,
  // 32 random characters or more: the cookies of the sign-in are encrypted with it.
  secret: COOKIE_SECRET,
};

/** The demo's sandbox in the place of Azure AD. It is on this machine, so the guarded `fetch` would refuse it. */
const sandbox: ConnectionStrategyOptions = {
  ...azure,
  options: {
    cloud_instance: SANDBOX,
    tenant_domain: 'contoso.com',
    client_id: 'b0970501-0000-4000-8000-000000000001',
    client_secret: 'sandbox~secret.of_portico~for.contoso-01',
  },
  runtime: { fetch },
};

@Injectable()
class ContosoStrategy extends ConnectionStrategy('contoso') {
  constructor() {
    super(SANDBOX === '' ? azure : sandbox);
  }

  /** What becomes `request.user`, at every request. Recognise people by issuer and subject, never by their address. */
  override validate({ issuer, subject, profile }: SignedInPerson): object {
    return { issuer, subject, name: profile.name };
  }
}

@Controller()
class ReportsController {
  constructor(private readonly strategy: ContosoStrategy) {}

  @Get()
  home(): string {
    return 'Everybody may read this. /reports is for people of Contoso.';
  }

  @Get('reports')
  @UseGuards(ConnectionGuard('contoso'))
  reports(@Req() request: Request): unknown {
    return { reports: [], user: Reflect.get(request, 'user') };
  }

  /** The callback URL. The guard answers it, and leads back to where the person wanted to go. */
  @Get('login/callback')
  @UseGuards(ConnectionGuard('contoso'))
  callback(): void {}

  @Post('sign-out')
  signOut(@Res({ passthrough: true }) response: Response): void {
    this.strategy.signOut(response);
  }
}

@Module({ controllers: [ReportsController], providers: [ContosoStrategy] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(Number(PORT), 'localhost');
process.stdout.write(`The application listens on http://localhost:${PORT}/reports\n`);
