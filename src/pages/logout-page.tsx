import { Layout, renderDocument } from './layout.js';
import { messagesFor } from './locale.js';

export interface LogoutPageInput {
  readonly locale: string;
  /** Path of the hub that the form is posted to. */
  readonly action: string;
  /** Sent along by "Sign out" and "Stay signed in" alike. */
  readonly hiddenFields: Readonly<Record<string, string>>;
  readonly applicationName?: string | undefined;
}

/**
 * The confirmation of a sign-out: one form with two buttons, because a bare link ends no session. "Sign out" sends
 * `logout=yes`, "Stay signed in" leaves `logout` out.
 */
export function renderLogoutPage(input: LogoutPageInput): string {
  const messages = messagesFor(input.locale);
  return renderDocument(
    <Layout messages={messages} title={messages.signOut}>
      <h1>{messages.signOutTitle}</h1>
      <p class="lead">
        {input.applicationName === undefined
          ? messages.signOutSentence
          : messages.signOutSentenceFor(input.applicationName)}
      </p>
      <form method="post" action={input.action} class="actions">
        {Object.entries(input.hiddenFields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="button primary" name="logout" value="yes">
          {messages.signOut}
        </button>
        <button type="submit" class="button">
          {messages.staySignedIn}
        </button>
      </form>
    </Layout>,
  );
}

/** Where a sign-out ends when the application named no page of its own. */
export function renderSignedOutPage(input: Pick<LogoutPageInput, 'locale' | 'applicationName'>): string {
  const messages = messagesFor(input.locale);
  return renderDocument(
    <Layout messages={messages} title={messages.signedOutTitle}>
      <h1>{messages.signedOutTitle}</h1>
      <p class="lead">
        {input.applicationName === undefined
          ? messages.signedOutSentence
          : messages.signedOutSentenceFor(input.applicationName)}
      </p>
    </Layout>,
  );
}
