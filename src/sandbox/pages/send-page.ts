/** Sends one of the sandbox's pages with its headers. */
import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** `render` gets the nonce that its scripts need. Microsoft answers 200 for its error pages too. */
export function sendPage(response: Response, render: (nonce: string) => VNode, frames: readonly string[] = []): void {
  const nonce = randomBytes(16).toString('base64');
  const frameSources = frames.length === 0 ? "'none'" : [...new Set(frames)].join(' ');
  response
    .status(200)
    .set({
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      // No form-action: a sign-in ends in a redirect to the application, which browsers count as the form's action.
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; script-src 'nonce-${nonce}'; frame-src ${frameSources}; frame-ancestors 'none'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
    .type('html')
    .send(`<!doctype html>${renderToString(render(nonce))}`);
}
