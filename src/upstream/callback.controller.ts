import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import { sendOnward, sendRedirect } from '../pages/index.js';
import { answerOfForm, answerOfQuery } from './browser-request.js';
import { LoginPageFilter } from './page.filter.js';
import { LoginRefused } from './refusals.js';
import { UpstreamReturn } from './return.js';

/** Where upstreams answer: each connection at its own URL, those created as `shared` at one. */
@Controller('login')
@UseFilters(LoginPageFilter)
export class CallbackController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly upstream: UpstreamReturn,
  ) {}

  @Get(['callback', 'callback/:name'])
  async answer(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    // Express serves HEAD by GET handlers; a link preview must not consume somebody's login.
    if (request.method !== 'GET') throw new LoginRefused('method_not_allowed');
    const onward = await this.upstream.finish(answerOfQuery(request, name), request, response);
    sendOnward(request, response, onward, this.config.issuer);
  }

  /** form_post: a cross-site POST, to which `Lax` cookies do not come. Nothing is decided here. */
  @Post(['callback', 'callback/:name'])
  async answerByForm(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    const answer = answerOfForm(request, name);
    await this.upstream.keep(answer);
    const path = name === undefined ? '/login/callback' : `/login/callback/${encodeURIComponent(name)}`;
    sendRedirect(response, `${this.config.issuer}${path}?${new URLSearchParams({ state: answer.state })}`);
  }
}
