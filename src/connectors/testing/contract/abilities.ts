/** Sentences about optional abilities: a connector has one and keeps its promise, or leaves the method out. */
import assert from 'node:assert/strict';
import { abilitiesOf } from '../../abilities.js';
import type { Connector } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { canSearchDirectory } from '../../directory-search.js';
import { keepsDocuments } from '../../kept-documents.js';
import { type CheckStep, canCheckItself } from '../../self-check.js';
import { CALLBACK_URL, Conversation } from './conversation.js';
import { fromConnector } from './network.js';
import { exemption } from './refusals.js';
import { type Subject, topic, unless } from './sentence.js';
import { assertFree, secretsOf, textOf } from './texts.js';

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
    async (subject) => {
      const conversation = new Conversation(subject);
      await checked(conversation);
      conversation.upstream.fail('dead');
      const failed = (await checked(conversation)).filter(({ outcome }) => outcome === 'failed');
      assert.ok(failed.length > 0, 'it did not ask the upstream again');
      assert.deepEqual(
        failed.filter(({ remedy = '' }) => remedy.length < 10),
        [],
        'a failed step without a remedy',
      );
    },
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

  'tells how old its documents are without asking for them': unless(withoutDocuments, async (subject) => {
    const conversation = new Conversation(subject);
    await conversation.login();
    const requests = conversation.upstream.requestCount();
    assert.ok(keepsDocuments(conversation.connector));
    const times = Object.values(conversation.connector.documentsLoadedAt());
    assert.ok(times.every((time) => time instanceof Date && !Number.isNaN(time.getTime())));
    assert.equal(conversation.upstream.requestCount(), requests);
  }),
});

function checked({ connector }: Conversation, signal = new AbortController().signal): Promise<readonly CheckStep[]> {
  assert.ok(canCheckItself(connector));
  return fromConnector(() => connector.check({ callbackUrl: CALLBACK_URL, signal }));
}
