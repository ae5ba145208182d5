import type { VNode } from 'preact';
import type { JsonValue } from '../connectors/index.js';
import {
  actorSentence,
  Fact,
  foreignLang,
  Layout,
  type Locale,
  type Messages,
  messagesFor,
  renderDocument,
} from '../pages/index.js';
import type { TrialMessages } from './messages/en.js';
import { trialMessagesFor } from './messages/messages.js';
import type { TrialReport } from './trial.dto.js';
import { type SayForConnector, sentencesOf, type TrialSentences } from './trial-sentences.js';

export interface TrialReportPageInput {
  readonly locale: Locale;
  /** What people know the connection by. */
  readonly connection: string;
  readonly report: TrialReport;
  readonly say: SayForConnector;
}

interface Words {
  readonly messages: Messages;
  readonly words: TrialMessages;
  readonly sentences: TrialSentences;
  readonly report: TrialReport;
}

/** The report of a trial: how it ended, who must act, each stage, and what would become of the person. */
export function renderTrialReportPage(input: TrialReportPageInput): string {
  const { locale, connection, report } = input;
  const messages = messagesFor(locale);
  const words = trialMessagesFor(locale);
  const sentences = sentencesOf(report, locale, input.say);
  const all: Words = { messages, words, report, sentences };
  const title = words.reportTitle(connection);
  return renderDocument(
    <Layout messages={messages} title={`${words.outcomeWords[report.outcome]}: ${title}`}>
      <h1>{title}</h1>
      <p class={`outcome ${report.outcome}`}>
        <strong>{words.outcomes[report.outcome]}</strong>
      </p>
      {report.failure !== undefined && <Failure {...all} />}
      {report.warnings.length > 0 && <Warnings {...all} />}
      <Stages {...all} />
      {report.profile !== undefined && <TrialPerson words={words} report={report} />}
      <p class="reference">
        {words.readable}
        {report.correlation_id !== undefined && (
          <>
            <br />
            {messages.reference} <code>{report.correlation_id}</code>
          </>
        )}
      </p>
    </Layout>,
  );
}

function Failure({ messages, words, report, sentences }: Words): VNode | null {
  const { failure } = report;
  if (failure === undefined) return null;
  const { upstream_code: code, upstream_correlation_id: correlationId, upstream_trace_id: traceId } = failure;
  return (
    <section aria-labelledby="failure">
      <h2 id="failure">{words.failureHeading}</h2>
      <p lang={foreignLang(messages, sentences.failure?.locale)}>{sentences.failure?.text}</p>
      <dl class="facts">
        <Fact term={messages.whoMustAct} text={actorSentence(messages, failure.actor)} />
        <Fact term={messages.whatToDo} text={words.advice[failure.actor]} />
        {code !== undefined && <Fact term={words.upstreamCode} text={code} />}
        {correlationId !== undefined && <Fact term={words.upstreamCorrelationId} text={correlationId} />}
        {traceId !== undefined && <Fact term={words.upstreamTraceId} text={traceId} />}
      </dl>
    </section>
  );
}

function Warnings({ messages, words, sentences }: Words): VNode {
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{words.warningsHeading}</h2>
      <ul class="advice">
        {sentences.warnings.map(({ text, locale }) => (
          <li key={text} lang={foreignLang(messages, locale)}>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stages({ messages, words, report, sentences }: Words): VNode {
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{words.stagesHeading}</h2>
      <ol class="stages">
        {report.stages.map(({ stage, outcome }, index) => (
          <li key={stage} class={`stage ${outcome}`}>
            <span class="name">{nameOf(words, stage)}</span>
            <span class="word">{words.outcomeWords[outcome]}</span>
            {outcome !== 'failed' && (
              <span class="hint" lang={foreignLang(messages, sentences.stages[index]?.locale)}>
                {sentences.stages[index]?.text}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf(words: TrialMessages, stage: string): string {
  return Object.hasOwn(words.stageNames, stage) ? words.stageNames[stage as keyof typeof words.stageNames] : stage;
}

/** Entries of a list that a page shows. The JSON report has them all. */
const MOST_ENTRIES = 50;
const LONGEST_CLAIMS = 20_000;

/** What would become of the person, and the claims it is made of. Everything here is a stranger's text. */
export function TrialPerson({ words, report }: { readonly words: TrialMessages; readonly report: TrialReport }): VNode {
  const { profile = {}, claims, identity, email_verification: verdict, user } = report;
  const members = Object.entries(profile).filter(([name]) => name !== 'email_verified');
  return (
    <>
      <section aria-labelledby="profile">
        <h2 id="profile">{words.profileHeading}</h2>
        {members.length === 0 && <p>{words.profileNothing}</p>}
        <dl class="facts">
          {members.map(([name, value]) => (
            <Fact key={name} term={name} text={textOf(words, value)} />
          ))}
          {verdict !== undefined && (
            <Fact
              term={words.emailVerification}
              text={words.verdicts[verdict.because as keyof typeof words.verdicts]}
            />
          )}
          {user !== undefined && <Fact term={words.userTerm} text={words.users[user]} />}
        </dl>
      </section>
      {claims !== undefined && (
        <section aria-labelledby="claims">
          <h2 id="claims">{words.claimsHeading}</h2>
          {identity !== undefined && (
            <dl class="facts">
              <Fact term={words.issuer} text={identity.issuer} />
              <Fact term={words.subject} text={identity.subject} />
            </dl>
          )}
          <details>
            <summary>{words.claimsShow}</summary>
            <pre>
              <code>{JSON.stringify(claims, undefined, 2).slice(0, LONGEST_CLAIMS)}</code>
            </pre>
          </details>
        </section>
      )}
    </>
  );
}

function textOf(words: TrialMessages, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.length === 0) return '–';
  const shown = value.slice(0, MOST_ENTRIES).map(String).join(', ');
  return value.length > MOST_ENTRIES ? `${shown} ${words.more(value.length - MOST_ENTRIES)}` : shown;
}

export interface TrialStartPageInput {
  readonly locale: string;
  /** What people know the connection by. */
  readonly connection: string;
  readonly isDraft: boolean;
  /** Path that the form goes to. */
  readonly action: string;
  readonly ticket: string;
}

/** The page behind the link of a trial. The link alone opens nothing: what scans mails for dangers follows links, too. */
export function renderTrialStartPage({ locale, connection, isDraft, action, ticket }: TrialStartPageInput): string {
  const messages = messagesFor(locale);
  const words = trialMessagesFor(locale);
  const title = words.startTitle(connection);
  return renderDocument(
    <Layout messages={messages} title={title}>
      <h1>{title}</h1>
      <p class="lead">{words.startIntroduction}</p>
      <p>{words.startOnce}</p>
      {isDraft && <p>{words.startDraft}</p>}
      <form method="post" action={action}>
        <input type="hidden" name="ticket" value={ticket} />
        <div class="actions">
          <button type="submit" class="button primary">
            {words.startContinue}
          </button>
          <button type="submit" class="button" name="choose" value="1">
            {messages.chooseAnotherAccount}
          </button>
        </div>
      </form>
    </Layout>,
  );
}

/** The page of a trial that was opened in this browser and has not come back. */
export function renderTrialOpenedPage(locale: string): string {
  const words = trialMessagesFor(locale);
  return renderDocument(
    <Layout messages={messagesFor(locale)} title={words.openedTitle}>
      <h1>{words.openedTitle}</h1>
      <p class="lead">{words.openedSentence}</p>
    </Layout>,
  );
}
