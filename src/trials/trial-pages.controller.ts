import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../common/clock.js';
import { PorticoConfig } from '../config/portico-config.js';
import { nameShown } from '../connections/index.js';
import { type Locale, messagesFor, pageLocaleOf, renderContinuePage, sendPage, sendRedirect } from '../pages/index.js';
import {
  ConnectorSentences,
  formOf,
  isSameOrigin,
  LoginPageFilter,
  LoginRefused,
  queryOf,
  sha256,
} from '../upstream/index.js';
import { pathOfTrial, type Trial, TrialStore } from './trial.js';
import { renderTrialOpenedPage, renderTrialReportPage, renderTrialStartPage } from './trial-pages.js';
import { TrialSignIn, trialCookie } from './trial-purpose.js';

const ID = /^[A-Za-z0-9_]{1,40}$/;

/** The page of a trial sign-in: for whoever has the link until it is opened, for that one browser from then on. */
@Controller('login/try')
@UseFilters(LoginPageFilter)
export class TrialPagesController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly trials: TrialStore,
    private readonly signIn: TrialSignIn,
    private readonly sentences: ConnectorSentences,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing, whoever looks: a link is also opened by what scans mails for dangers. */
  @Get(':id')
  async show(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const trial = await this.find(id);
    const locale = pageLocaleOf(request);
    if (trial.openedAt === undefined) {
      const ticket = queryOf(request).get('ticket') ?? '';
      if (sha256(ticket) !== trial.ticketHash) throw new LoginRefused('trial_not_found');
      const page = { locale, connection: nameOf(trial), isDraft: trial.isDraft, action: pathOfTrial(trial), ticket };
      sendPage(response, 200, renderTrialStartPage(page));
      return;
    }
    if (!this.isOpener(request, trial)) throw new LoginRefused('trial_not_found');
    sendPage(response, 200, this.pageOf(trial, locale));
  }

  @Post(':id')
  async open(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isSameOrigin(request, new URL(this.config.issuer).origin)) throw new LoginRefused('cross_site_post');
    const form = formOf(request);
    const trial = await this.find(id);
    const opening = { ticket: form.get('ticket') ?? '', chooseAccount: form.get('choose') === '1' };
    const start = await this.signIn.begin(trial, opening, request, response);
    if (start.kind === 'report') {
      sendRedirect(response, new URL(start.path, this.config.issuer).href);
      return;
    }
    const locale = pageLocaleOf(request);
    const messages = messagesFor(locale);
    const html = renderContinuePage({
      locale,
      title: messages.continueTitle,
      url: start.url,
      label: messages.continueTo(nameShown(start.connection)),
    });
    sendPage(response, 200, html, { refresh: start.url });
  }

  private async find(id: string): Promise<Trial> {
    const trial = ID.test(id) ? await this.trials.find(id, this.clock.now()) : undefined;
    if (trial === undefined) throw new LoginRefused('trial_not_found');
    return trial;
  }

  /** Whether this is the browser that opened the link. */
  private isOpener(request: Request, trial: Trial): boolean {
    const handle = trialCookie(this.config, trial).of(request);
    return handle !== undefined && trial.browserHash !== undefined && sha256(handle) === trial.browserHash;
  }

  private pageOf(trial: Trial, locale: Locale): string {
    const { report, strategy } = trial;
    if (report === undefined) return renderTrialOpenedPage(locale);
    return renderTrialReportPage({
      locale,
      connection: nameOf(trial),
      report,
      say: (publicMessage, messageKey) =>
        this.sentences.of({ strategy, publicMessage, ...(messageKey !== undefined && { messageKey }) }, locale),
    });
  }
}

function nameOf({ displayName, connectionName }: Trial): string {
  return displayName ?? connectionName;
}
