/** Sentences about turn two, when it goes well: who signed in. */
import assert from 'node:assert/strict';
import { ConnectorError } from '../../connector-error.js';
import { Conversation, inConversation, PERSON, SOMEBODY_ELSE } from './conversation.js';
import { assertFree, secretsOf, textOf, topic, unless } from './sentence.js';

const DAY = 86_400;

export const turnTwoSentences = topic('turn two', {
  'says who signed in: an issuer and a subject': async (subject) => {
    const identity = await new Conversation(subject).login();
    assert.ok(identity.issuer.length > 0 && identity.subject.length > 0 && identity.subject.length <= 255);
  },

  'knows the same person again, and another one apart': inConversation(async (conversation) => {
    const [first, again] = [await conversation.login(), await conversation.login()];
    const other = await conversation.login(SOMEBODY_ELSE);
    assert.deepEqual([again.issuer, again.subject], [first.issuer, first.subject]);
    assert.equal(other.issuer, first.issuer);
    assert.notEqual(other.subject, first.subject);
  }),

  'recognises nobody by e-mail or name': inConversation(async (conversation) => {
    const before = await conversation.login();
    const after = await conversation.login({ ...PERSON, name: 'Ada Married', email: 'married@example.org' });
    assert.equal(after.subject, before.subject);
  }),

  'says when the person was authenticated only if that is a time that has been': async (subject) => {
    const { authentication } = await new Conversation(subject, '2026-11-21T10:00:00Z').login();
    const { time, acr, amr } = authentication ?? {};
    // Five minutes for an upstream whose clock is ahead.
    const isPlausible = time === undefined || time.getTime() <= Date.parse('2026-11-21T10:05:00Z');
    assert.ok(isPlausible, 'the time of authentication is no date, or yet to come');
    assert.ok(acr === undefined || typeof acr === 'string', 'acr is no text');
    assert.ok(amr === undefined || (Array.isArray(amr) && amr.every((one) => typeof one === 'string')), 'amr: texts');
  },

  'keeps nothing of a sign-in: another instance finishes what this one began': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    conversation.connector = conversation.create();
    const identity = await conversation.finish(begun, answer);
    assert.ok(identity.subject.length > 0);
  }),

  'finishes sign-ins in any order': inConversation(async (conversation) => {
    const [one, two] = [await conversation.begin(), await conversation.begin()];
    const answerTwo = await conversation.signIn(two, SOMEBODY_ELSE);
    const answerOne = await conversation.signIn(one);
    const [second, first] = [await conversation.finish(two, answerTwo), await conversation.finish(one, answerOne)];
    assert.notEqual(first.subject, second.subject);
  }),

  'finishes many sign-ins at once, each with its own person': inConversation(async (conversation) => {
    const people = Array.from({ length: 8 }, (_, index) => ({
      ...PERSON,
      subject: `a1b2c3d4-0000-4000-8000-00000000000${index}`,
      name: `Person ${index}`,
    }));
    const identities = await Promise.all(people.map((person) => conversation.login(person)));
    assert.equal(new Set(identities.map((identity) => identity.subject)).size, people.length);
    const names = identities.map((identity) => conversation.connector.mapProfile(identity).name);
    assert.deepEqual(
      names,
      people.map(({ name }) => name),
    );
  }),

  'says of an answer that is brought twice the same or nothing': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    const first = await conversation.finish(begun, answer);
    try {
      const second = await conversation.finish(begun, answer);
      assert.deepEqual([second.issuer, second.subject], [first.issuer, first.subject]);
    } catch (error) {
      assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${String(error)}`);
    }
  }),

  'signs people in for days without being started again': inConversation(async (conversation) => {
    const before = await conversation.login();
    conversation.pass(3 * DAY);
    assert.equal((await conversation.login()).subject, before.subject);
  }),

  'signs people in after the upstream has changed its signing key': unless(
    (subject) =>
      new Conversation(subject).upstream.rotateKeys === undefined ? 'The upstream publishes no keys.' : undefined,
    inConversation(async (conversation) => {
      await conversation.login();
      conversation.pass(DAY);
      conversation.upstream.rotateKeys?.();
      assert.ok((await conversation.login()).subject.length > 0);
    }),
  ),

  'hands on claims that survive a JSON round trip, without tokens, codes or secrets': inConversation(
    async (conversation) => {
      const { begun, answer } = await conversation.answered();
      const { claims } = await conversation.finish(begun, answer);
      assert.deepEqual(JSON.parse(JSON.stringify(claims)), claims);
      const code = answer.get('code');
      const secrets = [
        ...secretsOf(conversation.subject),
        ...conversation.upstream.issued(),
        ...(code === null ? [] : [code]),
      ];
      assertFree(textOf(claims), secrets, 'the claims');
    },
  ),

  'does not change the answer or the checks that it was given': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    const [parameters, checks] = [answer.toString(), JSON.stringify(begun.redirect.checks)];
    await conversation.finish(begun, answer);
    assert.deepEqual([answer.toString(), JSON.stringify(begun.redirect.checks)], [parameters, checks]);
  }),
});
