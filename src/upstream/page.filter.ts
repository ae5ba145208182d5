import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { InvalidInputError, StorageUnavailableError, TooManyRequestsError } from '../common/errors.js';
import { Logger } from '../common/logging/index.js';
import { currentRequestContext } from '../common/request-context.js';
import {
  type ErrorPageInput,
  type Locale,
  type Messages,
  messagesFor,
  type PageLink,
  pageLocaleOf,
  renderErrorPage,
  sendPage,
  sendTooManyRequestsPage,
} from '../pages/index.js';
import { ConnectorSentences } from './connector-sentences.js';
import { LoginRefused, type Refusal, refusals } from './refusals.js';

type PageContent = Omit<ErrorPageInput, 'locale' | 'correlationId'>;

/** Turns whatever ends a request of the universal login into a page: what happened, who must act, what to do. */
@Catch()
export class LoginPageFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly sentences: ConnectorSentences,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    if (exception instanceof TooManyRequestsError) {
      sendTooManyRequestsPage(exception, http.getRequest<Request>(), response);
      return;
    }
    const locale = pageLocaleOf(http.getRequest<Request>());
    const correlationId = currentRequestContext()?.correlationId;
    const { status, content, headers } = this.answer(exception, locale);
    const html = renderErrorPage({ ...content, locale, ...(correlationId !== undefined && { correlationId }) });
    sendPage(response, status, html, { headers });
  }

  private answer(exception: unknown, locale: Locale) {
    const messages = messagesFor(locale);
    if (exception instanceof LoginRefused) {
      return { status: refusals[exception.reason].status, content: this.refusal(exception, locale), headers: {} };
    }
    if (exception instanceof StorageUnavailableError) {
      const content = { title: messages.errorTitle, sentence: messages.storageUnavailable };
      return { status: exception.status, content, headers: { 'Retry-After': '10' } };
    }
    const malformed = statusOfMalformed(exception);
    if (malformed !== undefined) {
      const content = {
        title: messages.errorTitle,
        sentence: messages.malformedRequest,
        advice: messages.adviceStartAgain,
      };
      return { status: malformed, content, headers: {} };
    }
    this.logger.error({ err: exception }, 'The universal login failed');
    const content = { title: messages.errorTitle, sentence: messages.internalError, actor: 'operator' } as const;
    return { status: 500, content, headers: {} };
  }

  private refusal(refused: LoginRefused, locale: Locale): PageContent {
    const messages = messagesFor(locale);
    const { title = 'errorTitle', sentence, advice } = pageOf(refused);
    const said = refused.words && this.sentences.of(refused.words, locale);
    return {
      title: messages[title],
      sentence: said?.text ?? messages[sentence],
      ...(said !== undefined && { sentenceLocale: said.locale }),
      ...(advice !== undefined && { advice: messages[advice] }),
      ...(refused.actor !== undefined && { actor: refused.actor }),
      links: waysOn(refused, messages),
    };
  }
}

/** What was consented to at the upstream stays, and there is no application to go back to. */
function pageOf({ reason, isConsent }: LoginRefused): Refusal {
  const page: Refusal = refusals[reason];
  if (!isConsent) return page;
  return { ...page, title: 'consentNotRecordedTitle', ...(page.advice !== undefined && { advice: 'consentAgain' }) };
}

/** The 4xx of what Nest or the storage will not take. */
function statusOfMalformed(exception: unknown): number | undefined {
  if (exception instanceof InvalidInputError) return exception.status;
  return exception instanceof HttpException && exception.getStatus() < 500 ? exception.getStatus() : undefined;
}

/** Where the authorization request still waits, the person can try again, or with another account. */
function waysOn({ requestUid }: LoginRefused, messages: Messages): PageLink[] {
  if (requestUid === undefined) return [];
  const page = `/login/${encodeURIComponent(requestUid)}`;
  return [
    { href: page, label: messages.tryAgain },
    { href: `${page}?choose=1`, label: messages.chooseAnotherAccount },
  ];
}
