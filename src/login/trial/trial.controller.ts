import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../../common/clock.js';
import { PorticoConfig } from '../../config/portico-config.js';
import { type Trial, type TrialFailure, TrialStore } from '../../connections/index.js';
import {
  type Locale,
  messagesFor,
  pageLocaleOf,
  renderContinuePage,
  sendPage,
  sendRedirect,
} from '../../pages/index.js';
import { ConnectorSentences } from '../connector-sentences.js';
import { sha256 } from '../flow/browser-logins.js';
import { nameShown } from '../flow/home-realm.js';
import { LoginRefused } from '../flow/login-refused.js';
import { formOf, queryOf } from '../http/parameters.js';
import { isSameOrigin } from '../http/same-origin.js';
import { LoginPageFilter } from '../login-page.filter.js';
import { TrialBrowsers } from './trial-browsers.js';
import { ownFailureSentence } from './trial-failure.js';
import { renderTrialReportPage } from './trial-report-page.js';
import { pathOfTrial } from './trial-reports.js';
import type { Said, SayForConnector } from './trial-sentences.js';
import { renderTrialOpenedPage, renderTrialStartPage } from './trial-start-page.js';
import { TrialStarter } from './trial-starter.js';

const ID = /^[A-Za-z0-9_]{1,40}$/;

/** The page of a trial sign-in: for whoever has the link until it is opened, for that one browser from then on. */
@Controller('login/try')
@UseFilters(LoginPageFilter)
export class TrialController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly trials: TrialStore,
    private readonly starter: TrialStarter,
    private readonly browsers: TrialBrowsers,
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
    if (!this.browsers.isOf(request, trial)) throw new LoginRefused('trial_not_found');
    sendPage(response, 200, this.pageOf(trial, locale));
  }

  @Post(':id')
  async open(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isSameOrigin(request, new URL(this.config.issuer).origin)) throw new LoginRefused('cross_site_post');
    const form = formOf(request);
    const trial = await this.find(id);
    const opening = { ticket: form.get('ticket') ?? '', chooseAccount: form.get('choose') === '1' };
    const start = await this.starter.begin(trial, opening, request, response);
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

  private pageOf(trial: Trial, locale: Locale): string {
    const { report } = trial;
    if (report === undefined) return renderTrialOpenedPage(locale);
    const say = this.connectorWords(trial, locale);
    const failureSentence = report.failure && failureSentenceOf(report.failure, locale, say);
    return renderTrialReportPage({
      locale,
      connection: nameOf(trial),
      report,
      say,
      ...(failureSentence !== undefined && { failureSentence }),
    });
  }

  private connectorWords({ strategy }: Trial, locale: Locale): SayForConnector {
    return (publicMessage, messageKey) => {
      const words = { strategy, publicMessage, ...(messageKey !== undefined && { messageKey }) };
      const said = this.sentences.of(words, locale);
      return said.locale === locale ? { text: said.text } : { text: said.text, lang: said.locale };
    };
  }
}

function failureSentenceOf(failure: TrialFailure, locale: Locale, say: SayForConnector): Said {
  const own = ownFailureSentence(failure, locale);
  return own === undefined ? say(failure.message, failure.message_key) : { text: own };
}

function nameOf({ displayName, connectionName }: Trial): string {
  return displayName ?? connectionName;
}
