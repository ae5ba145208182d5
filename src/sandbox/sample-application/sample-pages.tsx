/** The sample application's pages. Everything in them is escaped by the renderer. */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

const FAILURES: Readonly<Record<string, readonly [title: string, sentence: string]>> = {
  access_denied: ['You did not sign in', 'You pressed Cancel, or your administrator does not allow this application.'],
  login_required: ['Please sign in', 'Nobody was signed in, and the hub was asked not to show a page.'],
  interaction_required: ['Please sign in', 'The hub has to show you a page before you can go on.'],
  temporarily_unavailable: ['Try again in a moment', 'The hub is not able to sign anybody in right now.'],
  server_error: ['Try again in a moment', 'The hub ran into a problem.'],
  unknown_sign_in: ['This sign-in is over', 'It was already used, is too old, or began in another browser.'],
  answer_refused: [
    'We could not trust the answer',
    'The answer of the hub did not pass its checks. Nobody was signed in.',
  ],
  hub_unreachable: [
    'The hub cannot be reached',
    'Is it running? The sample application asked it for its discovery document.',
  ],
  not_found: ['There is nothing here', 'The address is not one of this application.'],
};

function Page({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} – Sample application</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
      </head>
      <body>
        <header class="banner">
          <strong>Sample application</strong>: trusts one OpenID Provider, the hub, and nothing else.
        </header>
        <main class="card">{children}</main>
      </body>
    </html>
  );
}

export function renderSamplePage(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

export function welcomePage(): VNode {
  return (
    <Page title="Welcome">
      <h1>Welcome</h1>
      <p class="lead">Sign in with the account of your company.</p>
      <a class="button primary" href="/sign-in">
        Sign in
      </a>
    </Page>
  );
}

export function profilePage(claims: Readonly<Record<string, unknown>>): VNode {
  const name = typeof claims.name === 'string' ? claims.name : 'you';
  return (
    <Page title="Signed in">
      <h1>Hello, {name}</h1>
      <p class="lead">The hub vouches for these claims; their signature and nonce were verified.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(claims).map(([claim, value]) => (
            <tr>
              <th scope="row">{claim}</th>
              <td data-claim={claim}>{typeof value === 'string' ? value : JSON.stringify(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <a class="button" href="/sign-out">
        Sign out
      </a>
    </Page>
  );
}

/** Shows the code only where it is one that this application knows; what the query says else is not repeated. */
export function failurePage(code: string): VNode {
  const [title, sentence] = FAILURES[code] ?? ['You are not signed in', 'The hub could not sign you in.'];
  return (
    <Page title={title}>
      <h1>{title}</h1>
      <p class="problem" role="alert">
        {sentence} {code in FAILURES && <code>{code}</code>}
      </p>
      <p>
        <a class="button primary" href="/sign-in">
          Try again
        </a>
      </p>
      <a class="button" href="/">
        Back to the start
      </a>
    </Page>
  );
}
