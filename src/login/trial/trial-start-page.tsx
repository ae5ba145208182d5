import { Layout, messagesFor, renderDocument } from '../../pages/index.js';
import { trialMessagesFor } from '../messages/trial/messages.js';

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
