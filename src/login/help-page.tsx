import { type Actor, actorSentence, Fact, foreignLang, Layout, messagesFor, renderDocument } from '../pages/index.js';
import { type Sentence } from '../upstream/index.js';

/** What became of the code that a person typed. */
export type CodeAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'explained'; readonly code: string; readonly actor: Actor; readonly sentence: Sentence };

export interface HelpPageInput {
  readonly locale: string;
  readonly action: string;
  /** Sent along with the code. */
  readonly hiddenFields?: Readonly<Record<string, string>>;
  readonly answer: CodeAnswer;
}

/** Help for a failure that ended on the upstream's own page: a code can be typed, general advice stands below. */
export function renderHelpPage({ locale, action, hiddenFields = {}, answer }: HelpPageInput): string {
  const messages = messagesFor(locale);
  const code = answer.kind === 'unknown' || answer.kind === 'explained' ? answer.code : '';
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
          <h2 id="explanation">{messages.helpExplanation(answer.code)}</h2>
          <p lang={foreignLang(messages, answer.sentence.locale)}>{answer.sentence.text}</p>
          <dl class="facts">
            <Fact term={messages.whoMustAct} text={actorSentence(messages, answer.actor)} />
          </dl>
        </section>
      )}
      <form method="get" action={action}>
        {Object.entries(hiddenFields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
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
