/** Sentences about optional abilities: a connector has one and keeps its promise, or leaves the method out. */
import assert from 'node:assert/strict';
import {
  type AdminConsent,
  abilitiesOf,
  type CheckStep,
  canAskAdministrators,
  canCheckItself,
  canSearchDirectory,
  keepsDocuments,
} from '../../abilities.js';
import type { Connector } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { CALLBACK_URL, Conversation, fromConnector, inConversation, succeedsOrSays } from './conversation.js';
import { exemption } from './refusals.js';
import { assertFree, type Subject, secretsOf, textOf, topic, unless } from './sentence.js';

const without = (ability: string, has: (connector: Connector) => boolean) => (subject: Subject) =>
  has(new Conversation(subject).connector) ? undefined : `The connector cannot ${ability}.`;

const withoutCheck = without('check itself', canCheckItself);
const withoutDirectory = without('look up users', canSearchDirectory);
const withoutDocuments = without('tell how old its documents are', keepsDocuments);

const OUTCOMES = ['ok', 'warning', 'failed', 'skipped'];

export const abilitiesSentences = topic('its abilities', {
  'are among those that its definition declares': (subject) => {
    const declared: readonly string[] = subject.definition.abilities ?? [];
    const hidden = abilitiesOf(new Conversation(subject).connector).filter((name) => !declared.includes(name));
    assert.deepEqual(hidden, [], 'not among the abilities of the definition');
  },

  'checks itself, and finds nothing that has failed at a sound upstream': unless(withoutCheck, async (subject) => {
    const steps = await checked(new Conversation(subject));
    assert.ok(steps.length > 0, 'the check has no steps');
    assert.deepEqual(
      steps.filter(({ outcome }) => outcome === 'failed'),
      [],
    );
  }),

  'checks itself anew each time, and resolves when nothing answers, with what failed and what to do': unless(
    (subject) => withoutCheck(subject) ?? exemption(subject, 'dead', subject.harness.outages),
    inConversation(async (conversation) => {
      await checked(conversation);
      conversation.upstream.fail('dead');
      const failed = (await checked(conversation)).filter(({ outcome }) => outcome === 'failed');
      assert.ok(failed.length > 0, 'it did not ask the upstream again');
      assert.deepEqual(
        failed.filter(({ remedy = '' }) => remedy.length < 10),
        [],
        'a failed step without a remedy',
      );
    }),
  ),

  'has a name, an outcome and a sentence for every step of its check': unless(withoutCheck, async (subject) => {
    const steps = await checked(new Conversation(subject));
    assert.equal(new Set(steps.map(({ step }) => step)).size, steps.length, 'two steps have the same name');
    for (const { step, outcome, message } of steps) {
      assert.match(step, /^[a-z][a-z0-9_]*$/);
      assert.ok(OUTCOMES.includes(outcome), `"${String(outcome)}" is no outcome`);
      assert.match(message, /^\S.{5,}\S$/s, `${step} has no sentence`);
    }
  }),

  'ends its check when the time is up': unless(withoutCheck, async (subject) => {
    assert.ok(Array.isArray(await checked(new Conversation(subject), AbortSignal.abort())));
  }),

  'says no secret in a check, whatever fails': unless(withoutCheck, async (subject) => {
    for (const outage of [undefined, ...subject.harness.outages.filter((one) => one !== 'hanging')]) {
      const conversation = new Conversation(subject);
      conversation.upstream.fail(outage);
      const said = [textOf(await checked(conversation)), ...conversation.log].join('\n');
      assertFree(said, secretsOf(subject), 'a step of the check, or the log');
    }
  }),

  'looks up at most as many users as are wanted, or says why it cannot': unless(withoutDirectory, async (subject) => {
    for (const text of ['a', '', '\'"()*\\|&;', '\u0000', 'é'.repeat(500)]) {
      const { connector } = new Conversation(subject);
      assert.ok(canSearchDirectory(connector));
      const query = { text, limit: 2, signal: new AbortController().signal };
      try {
        const users = await fromConnector(() => connector.findUsers(query));
        assert.ok(users.length <= 2, 'more users than are wanted');
        assert.ok(
          users.every(({ id }) => typeof id === 'string' && id.length > 0),
          'a user without an id',
        );
      } catch (error) {
        assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${String(error)}`);
        assertFree(textOf(error), secretsOf(subject), 'the error');
      }
    }
  }),

  'tells how old its documents are without asking for them': unless(
    withoutDocuments,
    inConversation(async (conversation) => {
      await conversation.login();
      const requests = conversation.upstream.requestCount();
      assert.ok(keepsDocuments(conversation.connector));
      const times = Object.values(conversation.connector.documentsLoadedAt());
      assert.ok(times.every((time) => time instanceof Date && !Number.isNaN(time.getTime())));
      assert.equal(conversation.upstream.requestCount(), requests);
    }),
  ),
});

function checked({ connector }: Conversation, signal = new AbortController().signal): Promise<readonly CheckStep[]> {
  assert.ok(canCheckItself(connector));
  return fromConnector(() => connector.check({ callbackUrl: CALLBACK_URL, signal }));
}

/** Sentences about the ability to ask administrators for consent: whoever answers, nothing is believed. */

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

  'is shown by a sign-in the same way twice, without a request': unless(
    withoutConsent,
    inConversation(async (conversation) => {
      const identity = await conversation.login();
      const requests = conversation.upstream.requestCount();
      const { connector } = conversation;
      assert.ok(canAskAdministrators(connector));
      const shown = connector.adminConsent().shownBy(identity);
      assert.equal(connector.adminConsent().shownBy(identity), shown);
      assert.ok(shown === undefined || typeof shown === 'string');
      assert.equal(conversation.upstream.requestCount(), requests);
    }),
  ),
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
