import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import { LoginFinisher } from './flow/login-finisher.js';
import { LoginRefused } from './flow/login-refused.js';
import { answerOfForm, answerOfQuery } from './flow/upstream-answer.js';
import { LoginPageFilter } from './login-page.filter.js';
import { sendRedirect } from './pages/send-page.js';

/** Where upstreams answer: each connection at its own URL, those created as `shared` at one. */
@Controller('login')
@UseFilters(LoginPageFilter)
export class CallbackController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly finisher: LoginFinisher,
  ) {}

  @Get(['callback', 'callback/:name'])
  async answer(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    // Express serves HEAD by GET handlers; a link preview must not consume somebody's login.
    if (request.method !== 'GET') throw new LoginRefused('method_not_allowed');
    const url = await this.finisher.finish(answerOfQuery(request, name), request, response);
    sendRedirect(response, new URL(url, this.config.issuer).href);
  }

  /** form_post: a cross-site POST, to which `Lax` cookies do not come. Nothing is decided here. */
  @Post(['callback', 'callback/:name'])
  async answerByForm(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    const answer = answerOfForm(request, name);
    await this.finisher.keep(answer);
    const path = name === undefined ? '/login/callback' : `/login/callback/${encodeURIComponent(name)}`;
    sendRedirect(response, `${this.config.issuer}${path}?${new URLSearchParams({ state: answer.state })}`);
  }
}
