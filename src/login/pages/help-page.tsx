import { type ErrorExplanation } from '../../connectors/index.js';
import { messagesFor } from '../messages/messages.js';
import { actorSentence, Fact } from './error-page.js';
import { Layout, renderDocument } from './layout.js';

/** What became of the code that a person typed. */
export type CodeAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'explained'; readonly explanation: ErrorExplanation };

export interface HelpPageInput {
  readonly locale: string;
  readonly action: string;
  readonly answer: CodeAnswer;
}

/** Help for a failure that ended on the upstream's own page: a code can be typed, general advice stands below. */
export function renderHelpPage({ locale, action, answer }: HelpPageInput): string {
  const messages = messagesFor(locale);
  const code = answer.kind === 'unknown' ? answer.code : answer.kind === 'explained' ? answer.explanation.code : '';
  const problem =
    answer.kind === 'malformed'
      ? messages.helpCodeMalformed
      : answer.kind === 'unknown'
        ? messages.helpCodeUnknown(answer.code)
        : undefined;
  const described = problem === undefined ? 'code-hint' : 'code-problem code-hint';
  return renderDocument(
    <Layout
      messages={messages}
      title={problem === undefined ? messages.helpTitle : messages.errorPrefix + messages.helpTitle}
    >
      <h1>{messages.helpTitle}</h1>
      <p class="lead">{messages.helpIntroduction}</p>
      {answer.kind === 'explained' && (
        <section aria-labelledby="explanation">
          <h2 id="explanation">{messages.helpExplanation(answer.explanation.code)}</h2>
          <p>{answer.explanation.publicMessage}</p>
          <dl class="facts">
            <Fact term={messages.whoMustAct} text={actorSentence(messages, answer.explanation.actor)} />
          </dl>
        </section>
      )}
      <form method="get" action={action}>
        {problem !== undefined && (
          <p class="problem" id="code-problem" role="alert">
            {problem}
          </p>
        )}
        <label for="code">{messages.helpCodeLabel}</label>
        <input
          type="text"
          id="code"
          name="code"
          value={code}
          maxlength={2000}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-describedby={described}
          aria-invalid={answer.kind === 'malformed' ? true : undefined}
        />
        <p class="hint" id="code-hint">
          {messages.helpCodeHint}
        </p>
        <button type="submit" class="button primary">
          {messages.helpExplain}
        </button>
      </form>
      <section aria-labelledby="general">
        <h2 id="general">{messages.helpGeneralTitle}</h2>
        <ul class="advice">
          {messages.helpGeneral.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          <li>{messages.helpBack}</li>
        </ul>
      </section>
    </Layout>,
  );
}
