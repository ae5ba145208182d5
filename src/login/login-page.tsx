import type { VNode } from 'preact';
import { imageOriginOf } from '../common/http/index.js';
import { Layout, type Messages, messagesFor, renderDocument } from '../pages/index.js';

/** A way to sign in: "Continue with {name}". */
export interface ConnectionChoice {
  readonly name: string;
  /** Path of the hub that leads there. */
  readonly href: string;
  /** https URL of its logo. The browser loads it, without a referrer. */
  readonly iconUrl?: string;
}

export interface LoginPageInput {
  readonly locale: string;
  readonly applicationName: string;
  /** The e-mail form; absent when no connection of the application has domains. */
  readonly emailForm?: {
    readonly action: string;
    /** What stands in the field. */
    readonly value: string;
    readonly problem?: string;
  };
  /** The way that this browser was last signed in by, offered before everything else. */
  readonly lastUsed?: ConnectionChoice;
  /** The other ones. */
  readonly connections: readonly ConnectionChoice[];
  /** The person came back to choose another account. */
  readonly chooseAccount: boolean;
  readonly helpHref: string;
}

/** The universal login: one field that finds the right connection, and a button for each connection that shows one. */
export function renderLoginPage(input: LoginPageInput): string {
  const messages = messagesFor(input.locale);
  const heading = input.chooseAccount
    ? messages.chooseAccountFor(input.applicationName)
    : messages.signInTo(input.applicationName);
  const title = input.emailForm?.problem === undefined ? heading : messages.errorPrefix + heading;
  return renderDocument(
    <Layout messages={messages} title={title} footer={<a href={input.helpHref}>{messages.troubleLink}</a>}>
      <h1>{heading}</h1>
      {input.lastUsed !== undefined && <LastUsed messages={messages} connection={input.lastUsed} />}
      {input.lastUsed !== undefined && (input.emailForm !== undefined || input.connections.length > 0) && (
        <p class="or">{messages.or}</p>
      )}
      {input.emailForm !== undefined && (
        <EmailForm messages={messages} {...input.emailForm} chooseAccount={input.chooseAccount} />
      )}
      {input.emailForm !== undefined && input.connections.length > 0 && <p class="or">{messages.or}</p>}
      {input.connections.length > 0 && (
        <ul class="connections" aria-label={messages.connectionsHeading}>
          {input.connections.map((connection) => (
            <li key={connection.href}>
              <ConnectionLink messages={messages} connection={connection} />
            </li>
          ))}
        </ul>
      )}
    </Layout>,
  );
}

interface ConnectionProps {
  readonly messages: Messages;
  readonly connection: ConnectionChoice;
  readonly describedBy?: string;
}

function ConnectionLink({ messages, connection, describedBy }: ConnectionProps): VNode {
  return (
    <a class="button" href={connection.href} aria-describedby={describedBy}>
      <Logo iconUrl={connection.iconUrl} />
      <span>{messages.continueWith(connection.name)}</span>
    </a>
  );
}

function LastUsed({ messages, connection }: ConnectionProps): VNode {
  return (
    <div class="connections last-used">
      <ConnectionLink messages={messages} connection={connection} describedBy="last-used" />
      <p class="hint" id="last-used">
        {messages.usedLastTime}
      </p>
    </div>
  );
}

interface EmailFormProps {
  readonly messages: Messages;
  readonly action: string;
  readonly value: string;
  readonly problem?: string;
  readonly chooseAccount: boolean;
}

/** Our own sentences say what is wrong (`novalidate`), the same in every browser and for every screen reader. */
function EmailForm({ messages, action, value, problem, chooseAccount }: EmailFormProps): VNode {
  const described = problem === undefined ? 'identifier-hint' : 'identifier-problem identifier-hint';
  return (
    <form method="post" action={action} novalidate>
      {problem !== undefined && (
        <p class="problem" id="identifier-problem" role="alert">
          {problem}
        </p>
      )}
      {chooseAccount && <input type="hidden" name="choose" value="1" />}
      <label for="identifier">{messages.emailLabel}</label>
      <input
        type="email"
        id="identifier"
        name="identifier"
        value={value}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        aria-describedby={described}
        aria-invalid={problem === undefined ? undefined : true}
      />
      <p class="hint" id="identifier-hint">
        {messages.emailHint}
      </p>
      <button type="submit" class="button primary">
        {messages.continueButton}
      </button>
    </form>
  );
}

function Logo({ iconUrl }: { readonly iconUrl: string | undefined }): VNode {
  if (iconUrl !== undefined) return <img src={iconUrl} width="20" height="20" alt="" referrerpolicy="no-referrer" />;
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M4 2h8a1 1 0 0 1 1 1v4h3a1 1 0 0 1 1 1v10H3V3a1 1 0 0 1 1-1Zm1.5 3v2h2V5Zm3.5 0v2h2V5ZM5.5 9v2h2V9ZM9 9v2h2V9Zm4 0v7h2V9Zm-7.5 4v3h4v-3Z" />
    </svg>
  );
}

/** The logos that a page may load: https only. Whoever serves them learns of the visit, so nothing else is third-party. */
export function safeIconUrl(iconUrl: string | undefined): URL | undefined {
  const url = iconUrl !== undefined && URL.canParse(iconUrl) ? new URL(iconUrl) : undefined;
  const isSafe = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return isSafe && imageOriginOf(url.href) !== undefined ? url : undefined;
}
