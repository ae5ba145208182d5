/** The frame of every sandbox page, which says on each that this is not Microsoft, and the pages that end a conversation. */
import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type AadstsError, describeError, type Occurrence } from '../world/aadsts.js';

export function Layout(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly script?: VNode;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title} – Sandbox Entra</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
        {props.script}
      </head>
      <body>
        <header class="banner">
          <strong>Sandbox</strong>: behaves like Microsoft Entra ID, not Microsoft. Nothing here is a real account.
        </header>
        <main class="card">{props.children}</main>
      </body>
    </html>
  );
}

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

/** Entra's error page: 200, with the text once for people and once in a script for whoever scrapes it. */
export function errorPage(error: AadstsError, at: Occurrence, base: string, nonce: string): VNode {
  return (
    <Layout title="Sign-in failed" script={<ConfigScript error={error} at={at} base={base} nonce={nonce} />}>
      <h1>Sorry, but we’re having trouble signing you in.</h1>
      <p class="problem" role="alert">
        AADSTS{error.code}: {error.message}
      </p>
      <h2>Troubleshooting details</h2>
      <dl>
        <dt>Request Id</dt>
        <dd>{at.traceId}</dd>
        <dt>Correlation Id</dt>
        <dd>{at.correlationId}</dd>
        <dt>Timestamp</dt>
        <dd>{at.timestamp}</dd>
      </dl>
    </Layout>
  );
}

export function ConfigScript(props: {
  readonly error: AadstsError;
  readonly at: Occurrence;
  readonly base: string;
  readonly nonce: string;
}): VNode {
  const config = {
    iErrorCode: props.error.code,
    strMainMessage: 'Sorry, but we’re having trouble signing you in.',
    strServiceExceptionMessage: describeError(props.error, props.at),
    urlLearnMore: `${props.base}/error?code=${props.error.code}`,
    correlationId: props.at.correlationId,
    sessionId: props.at.traceId,
  };
  const text = `//<![CDATA[\n$Config=${JSON.stringify(config).replaceAll('<', '\\u003c')};\n//]]>`;
  // JSON with every "<" escaped; script text must not be escaped again.
  return <script nonce={props.nonce} dangerouslySetInnerHTML={{ __html: text }} />;
}

export function noticePage(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Loaded out of sight: the front-channel logout URLs of the applications signed in to. */
  readonly frames?: readonly string[];
}): VNode {
  return (
    <Layout title={props.title}>
      <h1>{props.title}</h1>
      {props.children}
      {(props.frames ?? []).map((url) => (
        <iframe src={url} title="Signing out of an application" hidden />
      ))}
    </Layout>
  );
}

export function formPostPage(
  action: string,
  fields: readonly (readonly [name: string, value: string])[],
  nonce: string,
): VNode {
  return (
    <Layout title="Working…">
      <h1>Back to the application</h1>
      <form id="answer" method="post" action={action}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>You are signed in. If nothing happens, press the button.</p>
        <button type="submit" class="primary">
          Continue
        </button>
      </form>
      {/* A constant; script text must not be escaped. */}
      <script nonce={nonce} dangerouslySetInnerHTML={{ __html: 'document.getElementById("answer").submit()' }} />
    </Layout>
  );
}
