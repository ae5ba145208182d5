import { Controller, Get, HttpCode, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import {
  type Connection,
  ConnectionAdministration,
  ConnectionPresenter,
  nameShown,
  WireConnection,
} from '../connections/index.js';
import { ConnectorRegistry } from '../connectors/index.js';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../management/index.js';
import { messagesFor, pageLocaleOf, renderContinuePage, sendPage } from '../pages/index.js';
import { isSameOrigin, LoginPageFilter, LoginRefused, queryOf } from '../upstream/index.js';
import { renderConsentPage } from './consent-pages.js';
import { ConsentPurpose } from './consent-purpose.js';

/**
 * Where the link leads that is sent to an administrator of a directory. Opening it changes nothing, since programs that
 * look for malware in mail open it first: the way to the upstream begins with the button.
 */
@Controller('login/consent')
@UseFilters(LoginPageFilter)
export class ConsentPagesController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly purpose: ConsentPurpose,
    private readonly connectors: ConnectorRegistry,
  ) {}

  @Get(':id')
  async show(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const ticket = queryOf(request).get('ticket') ?? '';
    const connection = await this.purpose.connectionOf(id, ticket);
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
    const connection = await this.purpose.connectionOf(id, ticket);
    const url = await this.purpose.begin(connection, request, response);
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

/** Makes new links for administrators of a connection's directory, where one went to the wrong person. */
@ManagementApi('connections')
export class ConsentLinkController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly presenter: ConnectionPresenter,
  ) {}

  @Post(':id/provisioning-ticket')
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Make a new provisioning_ticket_url; those given out before stop working' })
  @HttpCode(200)
  @RequireScopes(['update:connections'])
  async renew(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<WireConnection> {
    return this.presenter.presentOne(await this.administration.renewConsentKey(id, token), token);
  }
}
