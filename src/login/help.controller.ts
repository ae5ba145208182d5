import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ConnectorRegistry } from '../connectors/index.js';
import { chooseLocale, type Locale, sendPage } from '../pages/index.js';
import { ConnectorSentences, LoginPageFilter, queryOf } from '../upstream/index.js';
import { type CodeAnswer, renderHelpPage } from './help-page.js';

const CODE = /^[A-Za-z0-9._-]{1,64}$/;
/** People paste the whole message: a connector finds the code in it. */
const MAX_MESSAGE = 2_000;

/** "It failed at your company's sign-in page": many failures never come back from there, but show a code. */
@Controller('login/help')
@UseFilters(LoginPageFilter)
export class HelpController {
  constructor(
    private readonly connectors: ConnectorRegistry,
    private readonly sentences: ConnectorSentences,
  ) {}

  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const query = queryOf(request);
    const uiLocales = query.get('ui_locales') ?? '';
    const locale = chooseLocale(uiLocales.split(' '), request.headers['accept-language']);
    const answer = this.answerFor(query.getAll('code'), locale);
    const hiddenFields = uiLocales === '' ? {} : { ui_locales: locale };
    sendPage(response, 200, renderHelpPage({ locale, action: '/login/help', hiddenFields, answer }));
  }

  private answerFor(codes: readonly string[], locale: Locale): CodeAnswer {
    const code = (codes[0] ?? '').trim();
    if (code === '') return { kind: 'none' };
    if (codes.length > 1 || code.length > MAX_MESSAGE) return { kind: 'malformed' };
    for (const definition of this.connectors.definitions) {
      const explanation = definition.explainError?.(code);
      if (explanation === undefined) continue;
      const sentence = this.sentences.of({ strategy: definition.strategy, ...explanation }, locale);
      return { kind: 'explained', code: explanation.code, actor: explanation.actor, sentence };
    }
    return CODE.test(code) ? { kind: 'unknown', code } : { kind: 'malformed' };
  }
}
