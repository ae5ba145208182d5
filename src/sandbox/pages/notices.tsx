/** Pages that end a conversation: an error that stays here, signed out, consent given. */
import type { ComponentChildren, VNode } from 'preact';
import { type AadstsError, describeError, type Occurrence } from '../errors/aadsts.js';
import { Layout } from './layout.js';

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
