import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from '../logging/logger.js';
import { currentRequestContext } from '../request-context.js';
import { apiErrorAnswer, logUnexpected, sendApiError } from './api-errors.js';

/** What an error page says. All of it is text: the renderer escapes it. */
export interface ErrorPage {
  readonly status: number;
  readonly title: string;
  readonly message: string;
  readonly correlationId?: string;
  /** As sent by the browser, for the language of the page. */
  readonly acceptLanguage?: string;
}

/** A whole HTML document. */
export type ErrorPageRenderer = (page: ErrorPage) => string;

/**
 * The service's last resort: what no route answers (404), what no parser understands (a malformed path), and what
 * nobody foresaw. JSON below `/api`, a page elsewhere. Only for the host that owns the whole application:
 * `app.useGlobalFilters(new ServiceExceptionFilter(logger, renderErrorPage))`.
 */
@Catch()
export class ServiceExceptionFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly render: ErrorPageRenderer = plainErrorPage,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (response.headersSent || /^\/api(?:\/|$|\?)/.test(request.originalUrl)) {
      sendApiError(exception, response, this.logger);
      return;
    }
    const answer = apiErrorAnswer(exception);
    logUnexpected(answer, exception, this.logger);
    const correlationId = currentRequestContext()?.correlationId;
    const acceptLanguage = request.headers['accept-language'];
    response.status(answer.status).set({ ...answer.headers, 'Cache-Control': 'no-store' });
    response.type('html').send(
      this.render({
        status: answer.status,
        title: answer.status === 404 ? 'Page not found' : answer.body.error,
        message:
          answer.status === 404
            ? 'There is nothing at this address. Check the link you followed.'
            : answer.body.message,
        ...(correlationId !== undefined && { correlationId }),
        ...(acceptLanguage !== undefined && { acceptLanguage }),
      }),
    );
  }
}

/** The page where no prettier one is given: valid, accessible, no style, under the strict policy. */
export function plainErrorPage(page: ErrorPage): string {
  const id =
    page.correlationId === undefined ? '' : `<p>Correlation id: <code>${escapeHtml(page.correlationId)}</code></p>`;
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapeHtml(page.title)}</title></head>` +
    `<body><main><h1>${escapeHtml(page.title)}</h1><p>${escapeHtml(page.message)}</p>${id}</main></body></html>`
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
