/** Sentences about what is said when something fails, and to whom: log, error, person, observer. */

import assert from 'node:assert/strict';
import type { SignInObserver } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import type { ContractUpstream } from '../upstream/harness.js';
import { Conversation, inConversation } from './conversation.js';
import { assertFree, type Subject, secretChecks, secretsOf, textOf, topic, unless } from './sentence.js';

const STEPS = ['discovery', 'authorize', 'callback', 'tokens', 'signature', 'claims', 'graph', 'profile'];
const ACTORS = ['person', 'tenant-administrator', 'operator'];

export const secrecySentences = topic('what it says', {
  'says no secret, code or token in any log line or error, whatever fails': async (subject) => {
    for (const { conversation, error, secrets } of await failuresOf(subject)) {
      const said = [...conversation.log, ...(error === undefined ? [] : [textOf(error)])].join('\n');
      assertFree(said, secrets, 'a log line or error');
    }
  },

  'says of every failure the step, who can mend it, and a sentence for the person': async (subject) => {
    for (const { error } of await failuresOf(subject)) {
      if (!(error instanceof ConnectorError)) continue;
      const { step, actor, publicMessage, message } = error;
      assert.ok(STEPS.includes(step), `"${String(step)}" is no step of a sign-in`);
      assert.ok(ACTORS.includes(actor), `"${String(actor)}" is nobody who could mend it`);
      assert.match(publicMessage, /^\S.{10,}\S$/s, 'the error has no public sentence');
      assert.ok(message.length > 0, 'the error has no private message for the log');
    }
  },

  'has the same sentences in every language': unless(withoutMessages, ({ definition }) => {
    const catalogues = Object.entries(definition.messages ?? {});
    const keys = new Set(catalogues.flatMap(([, sentences]) => Object.keys(sentences)));
    for (const [locale, sentences] of catalogues) {
      assert.equal(Intl.getCanonicalLocales(locale)[0]?.toLowerCase(), locale, `"${locale}" is no language tag`);
      const silent = [...keys].filter((key) => (sentences[key] ?? '').trim() === '');
      assert.deepEqual(silent, [], `${locale} lacks sentences`);
    }
  }),

  'has a translation of every sentence that a person was shown': unless(withoutMessages, async (subject) => {
    const catalogues = Object.entries(subject.definition.messages ?? {});
    for (const { error } of await failuresOf(subject)) {
      if (!(error instanceof ConnectorError)) continue;
      const { messageKey = '(none)' } = error;
      const silent = catalogues.filter(([, sentences]) => sentences[messageKey] === undefined);
      assert.deepEqual(
        silent.map(([locale]) => `${messageKey} in ${locale}`),
        [],
      );
    }
  }),

  'tells whoever observes a sign-in no secret, code or token': inConversation(async (conversation) => {
    const heard: string[] = [];
    const { begun, answer } = await conversation.answered({ observer: listening(heard) });
    await conversation.finish(begun, answer);
    const secrets = [
      ...secretsOf(conversation.subject),
      ...conversation.upstream.issued(),
      ...secretChecks(begun.redirect.checks),
    ];
    const code = answer.get('code');
    assertFree(heard.join('\n'), code === null ? secrets : [...secrets, code], 'what the observer heard');
  }),

  'signs in the same person, observed or not': inConversation(async (conversation) => {
    const [plain, observed] = [
      await conversation.login(),
      await conversation.login(undefined, { observer: listening([]) }),
    ];
    assert.deepEqual([observed.issuer, observed.subject], [plain.issuer, plain.subject]);
  }),
});

function withoutMessages({ definition }: Subject): string | undefined {
  return definition.messages === undefined ? 'The connector speaks English only.' : undefined;
}

function listening(heard: string[]): SignInObserver {
  return {
    passed: (stage, detail) => void heard.push(`${stage} ${textOf(detail)}`),
    warned: (stage, message) => void heard.push(`${stage} ${message}`),
  };
}

/** Every way in which a sign-in can fail here, one after the other, and the genuine one first. */

export interface Failure {
  readonly conversation: Conversation;
  /** What `callback` threw; undefined when it resolved. */
  readonly error: unknown;
  /** What must be said nowhere: secrets, tokens, the code, the checks. */
  readonly secrets: readonly string[];
}

/** Several sentences look at the same failures, and each takes a sign-in. */
const seen = new WeakMap<Subject, Promise<readonly Failure[]>>();

export function failuresOf(subject: Subject): Promise<readonly Failure[]> {
  const known = seen.get(subject) ?? failures(subject);
  seen.set(subject, known);
  return known;
}

async function failures(subject: Subject): Promise<readonly Failure[]> {
  const { harness } = subject;
  const outages = harness.outages.filter((one) => one !== 'hanging');
  const ways: ((upstream: ContractUpstream) => void)[] = [
    () => undefined,
    ...harness.forgeries.map((forgery) => (upstream: ContractUpstream) => upstream.forge(forgery)),
    ...(harness.lies ?? []).map((lie) => (upstream: ContractUpstream) => upstream.lie?.(lie)),
    ...outages.map((outage) => (upstream: ContractUpstream) => upstream.fail(outage)),
  ];
  const tried: Failure[] = [];
  for (const way of ways) tried.push(await attempt(subject, way));
  return tried;
}

/** A sign-in at an upstream that misbehaves from when the browser has been sent there. */
async function attempt(subject: Subject, misbehave: (upstream: ContractUpstream) => void): Promise<Failure> {
  const conversation = new Conversation(subject);
  const begun = await conversation.begin();
  misbehave(conversation.upstream);
  const answer = await conversation.signIn(begun);
  const error = await conversation.finish(begun, answer).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const code = answer.get('code');
  const secrets = [
    ...secretsOf(subject),
    ...conversation.upstream.issued(),
    ...(code === null ? [] : [code]),
    ...secretChecks(begun.redirect.checks),
  ];
  return { conversation, error, secrets };
}
