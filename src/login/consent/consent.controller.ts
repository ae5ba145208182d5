import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../../config/portico-config.js';
import type { Connection } from '../../connections/index.js';
import { ConnectorRegistry } from '../../connectors/index.js';
import { messagesFor, pageLocaleOf, renderContinuePage, sendPage } from '../../pages/index.js';
import { nameShown } from '../flow/home-realm.js';
import { LoginRefused } from '../flow/login-refused.js';
import { queryOf } from '../http/parameters.js';
import { isSameOrigin } from '../http/same-origin.js';
import { LoginPageFilter } from '../login-page.filter.js';
import { ConsentFlow } from './consent-flow.js';
import { renderConsentPage } from './consent-pages.js';

/**
 * Where the link leads that is sent to an administrator of a directory. Opening it changes nothing, since programs that
 * look for malware in mail open it first: the way to the upstream begins with the button.
 */
@Controller('login/consent')
@UseFilters(LoginPageFilter)
export class ConsentController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly flow: ConsentFlow,
    private readonly connectors: ConnectorRegistry,
  ) {}

  @Get(':id')
  async show(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const ticket = queryOf(request).get('ticket') ?? '';
    const connection = await this.flow.connectionOf(id, ticket);
    const html = renderConsentPage({
      locale: pageLocaleOf(request),
      connection: nameShown(connection),
      upstream: this.upstreamOf(connection.strategy),
      action: pathOf(connection, ticket),
    });
    sendPage(response, 200, html);
  }

  @Post(':id')
  async go(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isSameOrigin(request, new URL(this.config.issuer).origin)) {
      throw new LoginRefused('cross_site_post', { isConsent: true });
    }
    const ticket = queryOf(request).get('ticket') ?? '';
    const connection = await this.flow.connectionOf(id, ticket);
    const url = await this.flow.begin(connection, request, response);
    const locale = pageLocaleOf(request);
    const messages = messagesFor(locale);
    const html = renderContinuePage({
      locale,
      title: messages.consentContinueTitle,
      url,
      label: messages.continueTo(this.upstreamOf(connection.strategy)),
      alternative: { href: pathOf(connection, ticket), label: messages.consentBack },
    });
    sendPage(response, 200, html, { refresh: url });
  }

  private upstreamOf(strategy: string): string {
    return this.connectors.find(strategy)?.displayName ?? strategy;
  }
}

function pathOf({ id }: Connection, ticket: string): string {
  return `/login/consent/${encodeURIComponent(id)}?${new URLSearchParams({ ticket })}`;
}
