import type { VNode } from 'preact';
import { Layout, renderDocument } from './layout.js';
import { chooseLocale, messagesFor } from './locale.js';
import type { Messages } from './messages/en.js';

export type Actor = 'person' | 'tenant-administrator' | 'operator';

/** A link on a page; `href` is a path of the hub. */
export interface PageLink {
  readonly href: string;
  readonly label: string;
}

/** What an error page says, in the language of the page. */
export interface ErrorWords {
  readonly title: string;
  /** What happened, for the person looking at it. Never an upstream's text. */
  readonly sentence: string;
  /** Language of the sentence; that of the page where it is left out. */
  readonly sentenceLocale?: string;
  /** For whoever can fix it, in English, whatever the language of the page. */
  readonly technicalDetail?: string;
  /** What to do. Where it is left out, it follows from `actor`. */
  readonly advice?: string;
  /** Who can fix it. */
  readonly actor?: Actor;
  /** Ways on, the first one most prominent. */
  readonly links?: readonly PageLink[];
}

export interface ErrorPageInput extends ErrorWords {
  readonly locale: string;
  readonly correlationId?: string | undefined;
}

/** The two texts of each actor: that they have to act, and what to do where nothing better is known. */
const ACTORS = {
  person: { who: 'actorPerson', advice: 'advicePerson' },
  'tenant-administrator': { who: 'actorTenantAdministrator', advice: 'adviceTenantAdministrator' },
  operator: { who: 'actorOperator', advice: 'adviceOperator' },
} as const satisfies Readonly<Record<Actor, object>>;

/** The page of every failure: what happened, who must act, what to do, and a reference for whoever helps. */
export function renderErrorPage(input: ErrorPageInput): string {
  const messages = messagesFor(input.locale);
  const advice = input.advice ?? (input.actor && messages[ACTORS[input.actor].advice]);
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
  return messages[ACTORS[actor].who];
}

export interface StatusPageInput {
  readonly status: number;
  /** For whoever made the request, in English: what is wrong with it. */
  readonly detail: string;
  readonly acceptLanguage?: string;
  readonly correlationId?: string;
}

/** The page where nothing but an HTTP status is known: nothing is at this address, or nothing can read the request. */
export function renderStatusPage({ status, detail, acceptLanguage, correlationId }: StatusPageInput): string {
  const locale = chooseLocale([], acceptLanguage);
  return renderErrorPage({ locale, correlationId, ...wordsOfStatus(status, messagesFor(locale), detail) });
}

function wordsOfStatus(status: number, messages: Messages, detail: string): ErrorWords {
  if (status === 404) return { title: messages.pageNotFoundTitle, sentence: messages.pageNotFound };
  if (status === 503) return { title: messages.somethingWrongTitle, sentence: messages.storageUnavailable };
  if (status >= 500) return { title: messages.somethingWrongTitle, sentence: messages.internalError };
  return { title: messages.requestRefusedTitle, sentence: messages.malformedRequest, technicalDetail: detail };
}
