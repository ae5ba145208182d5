import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { InvalidInputError, StorageUnavailableError, TooManyRequestsError } from '../common/errors.js';
import { Logger } from '../common/logging/index.js';
import { Overtaken } from '../common/unit-of-work.js';
import {
  type ErrorPage,
  type ErrorWords,
  type Locale,
  type Messages,
  type PageLink,
  sendErrorPage,
  tooManyRequestsPage,
} from '../pages/index.js';
import { ConnectorSentences } from './connector-sentences.js';
import { LoginRefused, type Refusal, refusals } from './refusals.js';

/** Makes a page of whatever ends a request of the universal login: what happened, who must act, what to do. */
@Injectable()
export class LoginErrorPages {
  constructor(
    private readonly logger: Logger,
    private readonly sentences: ConnectorSentences,
  ) {}

  pageOf(exception: unknown): ErrorPage {
    if (exception instanceof TooManyRequestsError) return tooManyRequestsPage(exception);
    if (exception instanceof LoginRefused) {
      return {
        status: refusals[exception.reason].status,
        words: (messages, locale) => this.wordsOf(exception, messages, locale),
      };
    }
    if (exception instanceof StorageUnavailableError || exception instanceof Overtaken) {
      return {
        status: 503,
        retryAfter: 10,
        words: (messages) => ({ title: messages.errorTitle, sentence: messages.storageUnavailable }),
      };
    }
    const malformed = statusOfMalformed(exception);
    if (malformed !== undefined) {
      return {
        status: malformed,
        words: (messages) => ({
          title: messages.errorTitle,
          sentence: messages.malformedRequest,
          advice: messages.adviceStartAgain,
        }),
      };
    }
    this.logger.error({ err: exception }, 'The universal login failed');
    return {
      status: 500,
      words: (messages) => ({ title: messages.errorTitle, sentence: messages.internalError, actor: 'operator' }),
    };
  }

  private wordsOf(refused: LoginRefused, messages: Messages, locale: Locale): ErrorWords {
    const { title = 'errorTitle', sentence, advice } = textsOf(refused);
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

/** Answers whatever ends a request of the universal login with its page. */
@Catch()
export class LoginPageFilter implements ExceptionFilter {
  constructor(private readonly pages: LoginErrorPages) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendErrorPage(http.getRequest<Request>(), http.getResponse<Response>(), this.pages.pageOf(exception));
  }
}

/** What was consented to at the upstream stays, and there is no application to go back to. */
function textsOf({ reason, isConsent }: LoginRefused): Refusal {
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
