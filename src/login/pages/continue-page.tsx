import { messagesFor } from '../messages/messages.js';
import type { PageLink } from './error-page.js';
import { Layout, renderDocument } from './layout.js';

export interface ContinuePageInput {
  readonly locale: string;
  /** Absolute http(s) URL. */
  readonly url: string;
  /** The visible text of the link, for example "Continue to Contoso". */
  readonly label: string;
  /** Another way on, for example "Use another account". */
  readonly alternative?: PageLink;
}

/**
 * The page between a form and another site. Browsers apply `form-action` to every hop of a redirect that a form began
 * and block the third one, so a form answers 200 with a `Refresh` header (see `sendPage`) and this visible link.
 */
export function renderContinuePage(input: ContinuePageInput): string {
  const messages = messagesFor(input.locale);
  return renderDocument(
    <Layout messages={messages} title={messages.continueTitle}>
      <h1>{messages.continueTitle}</h1>
      <p class="lead">{messages.continueSentence}</p>
      <div class="actions">
        <a class="button primary" href={input.url} rel="noreferrer">
          {input.label}
        </a>
        {input.alternative !== undefined && (
          <a class="button" href={input.alternative.href}>
            {input.alternative.label}
          </a>
        )}
      </div>
    </Layout>,
  );
}
