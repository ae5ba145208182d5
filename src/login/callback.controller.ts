import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import { sendRedirect } from '../pages/index.js';
import { AnsweredConsents } from './consent/answered-consents.js';
import { isConsentState } from './consent/consent-state.js';
import { AnsweredLogins } from './flow/answered-logins.js';
import { LoginRefused } from './flow/login-refused.js';
import { answerOfForm, answerOfQuery } from './flow/upstream-answer.js';
import { LoginPageFilter } from './login-page.filter.js';

/** Where upstreams answer: each connection at its own URL, those created as `shared` at one. */
@Controller('login')
@UseFilters(LoginPageFilter)
export class CallbackController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly answers: AnsweredLogins,
    private readonly consents: AnsweredConsents,
  ) {}

  @Get(['callback', 'callback/:name'])
  async answer(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    // Express serves HEAD by GET handlers; a link preview must not consume somebody's login.
    if (request.method !== 'GET') throw new LoginRefused('method_not_allowed');
    const answer = answerOfQuery(request, name);
    // Consents come back to the same URL, so that no second one has to be registered: their state tells them apart.
    if (isConsentState(answer.state)) return await this.consents.finish(answer, request, response);
    const url = await this.answers.finish(answer, request, response);
    sendRedirect(response, new URL(url, this.config.issuer).href);
  }

  /** form_post: a cross-site POST, to which `Lax` cookies do not come. Nothing is decided here. */
  @Post(['callback', 'callback/:name'])
  async answerByForm(@Req() request: Request, @Res() response: Response, @Param('name') name?: string): Promise<void> {
    const answer = answerOfForm(request, name);
    await this.answers.keep(answer);
    const path = name === undefined ? '/login/callback' : `/login/callback/${encodeURIComponent(name)}`;
    sendRedirect(response, `${this.config.issuer}${path}?${new URLSearchParams({ state: answer.state })}`);
  }
}
