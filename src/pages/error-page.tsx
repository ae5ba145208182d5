import type { IncomingMessage, ServerResponse } from 'node:http';
import type { VNode } from 'preact';
import type { TooManyRequestsError } from '../common/errors.js';
import { currentRequestContext } from '../common/request-context.js';
import { Layout, renderDocument } from './layout.js';
import { chooseLocale, pageLocaleOf } from './locale.js';
import type { Messages } from './messages/en.js';
import { messagesFor } from './messages/messages.js';
import { sendPage } from './send-page.js';

export type Actor = 'person' | 'tenant-administrator' | 'operator';

/** A link on a page; `href` is a path of the hub. */
export interface PageLink {
  readonly href: string;
  readonly label: string;
}

export interface ErrorPageInput {
  readonly locale: string;
  readonly title: string;
  /** What happened, for the person looking at it. Never an upstream's text. */
  readonly sentence: string;
  /** Language of the sentence; that of the page where it is left out. */
  readonly sentenceLocale?: string;
  /** For whoever can mend it: in English, whatever the page is in. */
  readonly technicalDetail?: string;
  /** What to do; follows from `actor` where it is left out. */
  readonly advice?: string;
  readonly correlationId?: string;
  /** Who can mend it. */
  readonly actor?: Actor;
  /** Ways on, the first one most prominent. */
  readonly links?: readonly PageLink[];
}

/** The page of every failure: what happened, who must act, what to do, and a reference for whoever helps. */
export function renderErrorPage(input: ErrorPageInput): string {
  const messages = messagesFor(input.locale);
  const advice = input.advice ?? (input.actor && adviceFor(messages, input.actor));
  return renderDocument(
    <Layout messages={messages} title={input.title}>
      <h1>{input.title}</h1>
      <p class="lead" lang={foreignLang(messages, input.sentenceLocale)}>
        {input.sentence}
      </p>
      {input.technicalDetail !== undefined && (
        <p class="detail" lang={foreignLang(messages, 'en')}>
          {input.technicalDetail}
        </p>
      )}
      {(input.actor !== undefined || advice !== undefined) && (
        <dl class="facts">
          {input.actor !== undefined && <Fact term={messages.whoMustAct} text={actorSentence(messages, input.actor)} />}
          {advice !== undefined && <Fact term={messages.whatToDo} text={advice} />}
        </dl>
      )}
      {input.links !== undefined && input.links.length > 0 && (
        <div class="actions">
          {input.links.map((link, index) => (
            <a key={link.href} class={index === 0 ? 'button primary' : 'button'} href={link.href}>
              {link.label}
            </a>
          ))}
        </div>
      )}
      {input.correlationId !== undefined && (
        <p class="reference">
          {messages.reference} <code>{input.correlationId}</code>
        </p>
      )}
    </Layout>,
  );
}

export function Fact({ term, text }: { readonly term: string; readonly text: string }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

/** The `lang` of a text that is not in the page's language (WCAG 2.2, 3.1.2). */
export function foreignLang(messages: Messages, locale: string | undefined): string | undefined {
  return locale === messages.locale ? undefined : locale;
}

export function actorSentence(messages: Messages, actor: Actor): string {
  switch (actor) {
    case 'person':
      return messages.actorPerson;
    case 'tenant-administrator':
      return messages.actorTenantAdministrator;
    case 'operator':
      return messages.actorOperator;
  }
}

function adviceFor(messages: Messages, actor: Actor): string {
  switch (actor) {
    case 'person':
      return messages.advicePerson;
    case 'tenant-administrator':
      return messages.adviceTenantAdministrator;
    case 'operator':
      return messages.adviceOperator;
  }
}

export interface StatusPageInput {
  readonly status: number;
  /** For whoever made the request, in English: what is wrong with it. */
  readonly detail: string;
  readonly acceptLanguage?: string;
  readonly correlationId?: string;
}

/** The page where all that is known is an HTTP status: an address that is none, a request that nothing can read. */
export function renderStatusPage({ status, detail, acceptLanguage, correlationId }: StatusPageInput): string {
  const locale = chooseLocale([], acceptLanguage);
  const reference = correlationId === undefined ? {} : { correlationId };
  return renderErrorPage({ locale, ...wordsOf(status, locale, detail), ...reference });
}

function wordsOf(status: number, locale: string, detail: string): Omit<ErrorPageInput, 'locale'> {
  const messages = messagesFor(locale);
  if (status === 404) return { title: messages.pageNotFoundTitle, sentence: messages.pageNotFound };
  if (status === 503) return { title: messages.somethingWrongTitle, sentence: messages.storageUnavailable };
  if (status >= 500) return { title: messages.somethingWrongTitle, sentence: messages.internalError };
  return { title: messages.requestRefusedTitle, sentence: messages.malformedRequest, technicalDetail: detail };
}

/** Tells a person that too many requests come from their address, and when to try again. */
export function sendTooManyRequestsPage(
  { status, retryAfter }: TooManyRequestsError,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const locale = pageLocaleOf(request);
  const messages = messagesFor(locale);
  const correlationId = currentRequestContext()?.correlationId;
  const html = renderErrorPage({
    locale,
    title: messages.tooManyRequestsTitle,
    sentence: messages.tooManyRequests,
    ...(correlationId !== undefined && { correlationId }),
  });
  sendPage(response, status, html, { headers: { 'Retry-After': String(retryAfter) } });
}
