import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { icon, MARK_PATHS, MARK_SIZE, stylesheet } from './assets.js';
import type { Messages } from './messages/en.js';

export interface LayoutProps {
  readonly messages: Messages;
  readonly title: string;
  readonly children: ComponentChildren;
  /** Below the card. */
  readonly footer?: ComponentChildren;
}

/** What every page has in common: document, stylesheet, the hub's mark, one card. */
export function Layout({ messages, title, children, footer }: LayoutProps): VNode {
  return (
    <html lang={messages.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${messages.productName}`}</title>
        <link rel="icon" type="image/svg+xml" href={icon.path} />
        <link rel="stylesheet" href={stylesheet.path} />
      </head>
      <body>
        <main class="card">
          <Mark />
          {children}
        </main>
        {footer !== undefined && <footer class="below">{footer}</footer>}
      </body>
    </html>
  );
}

/** Decoration only. */
function Mark(): VNode {
  return (
    <svg class="mark" viewBox={`0 0 ${MARK_SIZE} ${MARK_SIZE}`} width="40" height="40" aria-hidden="true">
      {MARK_PATHS.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

/** A whole HTML document. Everything in it is escaped by the renderer. */
export function renderDocument(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}
