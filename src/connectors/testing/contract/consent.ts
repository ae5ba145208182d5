/** Sentences about the ability to ask administrators for consent: whoever answers, nothing is believed. */
import assert from 'node:assert/strict';
import { type AdminConsent, canAskAdministrators } from '../../admin-consent.js';
import { ConnectorError } from '../../connector-error.js';
import { CALLBACK_URL, Conversation } from './conversation.js';
import { fromConnector } from './network.js';
import { exemption } from './refusals.js';
import { type Subject, topic, unless } from './sentence.js';
import { assertFree, secretsOf, textOf } from './texts.js';

const STATE = 'c'.repeat(43);

export const consentSentences = topic('an administrator’s consent', {
  'is asked for at a URL with the state and the callback URL, without a secret, or not at all': unless(
    withoutConsent,
    async (subject) => {
      const { consent, upstream } = asking(subject);
      const url = await succeedsOrSays(
        consent.begin({ state: STATE, callbackUrl: CALLBACK_URL, signal: new AbortController().signal }),
      );
      if (url === undefined) return;
      const values = [...new URL(url).searchParams.values()];
      assert.ok(values.includes(STATE), 'the URL does not carry the state');
      assert.ok(
        values.includes(CALLBACK_URL) || upstream.callbackUrlOf?.(url) === CALLBACK_URL,
        'nor the callback URL',
      );
      assertFree(url, secretsOf(subject), 'the URL');
    },
  ),

  'is read as a claim about a directory or refused, whatever is brought back': unless(
    withoutConsent,
    async (subject) => {
      for (const value of ['', ' ', '\u0000', '../..', '<script>', 'é'.repeat(2_000), 'a'.repeat(100_000)]) {
        for (const name of ['tenant', 'admin_consent', 'error', 'error_description']) {
          const parameters = new URLSearchParams({ state: STATE, admin_consent: 'True', [name]: value });
          const { consent } = asking(subject);
          const claim = await succeedsOrSays(consent.read({ parameters, signal: new AbortController().signal }));
          assert.ok(claim === undefined || /^[\x21-\x7e]{1,255}$/.test(claim.tenantId), 'a directory without a name');
        }
      }
    },
  ),

  'is not there when the upstream does not answer, and that is no error': unless(
    (subject) => withoutConsent(subject) ?? exemption(subject, 'dead', subject.harness.outages),
    async (subject) => {
      const { consent, upstream } = asking(subject);
      upstream.fail('dead');
      const isThere = await consent.confirm('a1b2c3d4-0000-4000-8000-000000000000', new AbortController().signal);
      assert.equal(isThere, false);
    },
  ),

  'is shown by a sign-in the same way twice, without a request': unless(withoutConsent, async (subject) => {
    const conversation = new Conversation(subject);
    const identity = await conversation.login();
    const requests = conversation.upstream.requestCount();
    const { connector } = conversation;
    assert.ok(canAskAdministrators(connector));
    const shown = connector.adminConsent().shownBy(identity);
    assert.equal(connector.adminConsent().shownBy(identity), shown);
    assert.ok(shown === undefined || typeof shown === 'string');
    assert.equal(conversation.upstream.requestCount(), requests);
  }),
});

function withoutConsent(subject: Subject): string | undefined {
  return canAskAdministrators(new Conversation(subject).connector)
    ? undefined
    : 'The connector cannot ask administrators for consent.';
}

function asking(subject: Subject): { readonly consent: AdminConsent; readonly upstream: Conversation['upstream'] } {
  const { connector, upstream } = new Conversation(subject);
  assert.ok(canAskAdministrators(connector));
  return { consent: fromConnector(() => connector.adminConsent()), upstream };
}

async function succeedsOrSays<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${textOf(error)}`);
    return undefined;
  }
}
