import { Fact, Layout, messagesFor, renderDocument } from '../pages/index.js';

export interface ConsentPageInput {
  readonly locale: string;
  /** The connection's name, as people read it. */
  readonly connection: string;
  /** Where the button leads, in words. */
  readonly upstream: string;
  readonly action: string;
}

/** What an administrator of a directory is asked for, before they go to the upstream. */
export function renderConsentPage({ locale, connection, upstream, action }: ConsentPageInput): string {
  const messages = messagesFor(locale);
  return renderDocument(
    <Layout messages={messages} title={messages.consentTitle}>
      <h1>{messages.consentTitle}</h1>
      <p class="lead">{messages.consentLead(connection)}</p>
      <ol class="advice">
        {messages.consentSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <form method="post" action={action}>
        <button type="submit" class="button primary">
          {messages.continueTo(upstream)}
        </button>
      </form>
      <p class="hint">{messages.consentNotYou}</p>
    </Layout>,
  );
}

export interface ConsentGivenPageInput {
  readonly locale: string;
  /** The upstream's name of the directory. */
  readonly tenantId: string;
  /** Whether people of the directory may sign in. */
  readonly isAdmitted: boolean;
  readonly isVerified: boolean;
}

/** The administrator came back: what the hub knows now, and what is still to be done. */
export function renderConsentGivenPage({ locale, tenantId, isVerified, isAdmitted }: ConsentGivenPageInput): string {
  const messages = messagesFor(locale);
  return renderDocument(
    <Layout messages={messages} title={messages.consentThanksTitle}>
      <h1>{messages.consentThanksTitle}</h1>
      <p class="lead">{messages.consentRecorded}</p>
      <p>{isVerified ? messages.consentVerified : messages.consentUnverified}</p>
      <dl class="facts">
        <Fact term={messages.consentDirectory} text={tenantId} />
        {!isAdmitted && <Fact term={messages.whatToDo} text={messages.consentNotAdmitted} />}
      </dl>
    </Layout>,
  );
}
