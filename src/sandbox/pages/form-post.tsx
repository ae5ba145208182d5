/** `response_mode=form_post`: a form that sends itself, with a button where scripts do not run. */
import type { VNode } from 'preact';
import { Layout } from './layout.js';

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
