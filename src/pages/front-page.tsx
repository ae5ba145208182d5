import { Layout, renderDocument } from './layout.js';
import { messagesFor } from './locale.js';

export interface FrontPageInput {
  readonly locale: string;
  /** Where the discovery document and the API's page are found, without a trailing slash. */
  readonly issuer: string;
}

/**
 * What somebody sees who opens the hub's own address: what this is, and where its documents are. Names no version, no
 * application and no connection, because anybody may read it.
 */
export function renderFrontPage({ locale, issuer }: FrontPageInput): string {
  const messages = messagesFor(locale);
  return renderDocument(
    <Layout messages={messages} title={messages.frontTitle}>
      <h1>{messages.frontTitle}</h1>
      <p class="lead">{messages.frontSentence}</p>
      <h2>{messages.frontFor}</h2>
      <div class="actions">
        <a class="button" href={`${issuer}/.well-known/openid-configuration`}>
          {messages.frontDiscovery}
        </a>
        <a class="button" href={`${issuer}/api/docs`}>
          {messages.frontApi}
        </a>
      </div>
    </Layout>,
  );
}
