import type { PageLink } from './error-page.js';
import { Layout, renderDocument } from './layout.js';
import { messagesFor } from './locale.js';

export interface ContinuePageInput {
  readonly locale: string;
  /** Absolute URL; native applications have schemes of their own. */
  readonly url: string;
  /** The visible text of the link, for example "Continue to Contoso". */
  readonly label: string;
  /** Another way on, for example "Use another account". */
  readonly alternative?: PageLink;
  readonly title?: string;
  /** Default: that the link is for whoever is not taken on by itself. */
  readonly sentence?: string;
}

const DANGEROUS = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

/**
 * The page between a form and another site. Browsers apply `form-action` to every hop of a redirect that a form began
 * and block the third one, so a form answers 200 with a `Refresh` header (see `sendPage`) and this visible link.
 *
 * @throws {TypeError} when `url` would run in this page or show a document of its own making.
 */
export function renderContinuePage(input: ContinuePageInput): string {
  const messages = messagesFor(input.locale);
  const title = input.title ?? messages.oneMoment;
  const url = new URL(input.url);
  if (DANGEROUS.has(url.protocol)) throw new TypeError(`A page does not lead to ${url.protocol} URLs.`);
  return renderDocument(
    <Layout messages={messages} title={title}>
      <h1>{title}</h1>
      <p class="lead">{input.sentence ?? messages.continueSentence}</p>
      <div class="actions">
        <a class="button primary" href={url.href} rel="noreferrer">
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
