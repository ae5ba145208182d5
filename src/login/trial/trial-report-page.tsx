import type { VNode } from 'preact';
import type { TrialReport } from '../../connections/index.js';
import { actorSentence, Fact, Layout, type Messages, messagesFor, renderDocument } from '../../pages/index.js';
import type { TrialMessages } from '../messages/trial/en.js';
import { trialMessagesFor } from '../messages/trial/messages.js';
import { TrialPerson } from './trial-person-section.js';
import { type Said, type SayForConnector, sentencesOf, type TrialSentences } from './trial-sentences.js';

export interface TrialReportPageInput {
  readonly locale: string;
  /** What people know the connection by. */
  readonly connection: string;
  readonly report: TrialReport;
  readonly say: SayForConnector;
  /** The failure's sentence. */
  readonly failureSentence?: Said;
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
  const sentences = sentencesOf(words, report, input.say, input.failureSentence);
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
      <p lang={sentences.failure?.lang}>{sentences.failure?.text}</p>
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

function Warnings({ words, sentences }: Words): VNode {
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{words.warningsHeading}</h2>
      <ul class="advice">
        {sentences.warnings.map(({ text, lang }) => (
          <li key={text} lang={lang}>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stages({ words, report, sentences }: Words): VNode {
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{words.stagesHeading}</h2>
      <ol class="stages">
        {report.stages.map(({ stage, outcome }, index) => (
          <li key={stage} class={`stage ${outcome}`}>
            <span class="name">{nameOf(words, stage)}</span>
            <span class="word">{words.outcomeWords[outcome]}</span>
            {outcome !== 'failed' && (
              <span class="hint" lang={sentences.stages[index]?.lang}>
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
