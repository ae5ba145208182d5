import { HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { ConnectionPresenter, WireConnection } from '../connection-presenter.js';

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
