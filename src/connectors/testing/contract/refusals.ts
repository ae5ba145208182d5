/** Sentences about forged statements and lying upstreams: a sentence for each, with the genuine one beside it. */
import assert from 'node:assert/strict';
import { FORGERIES, type Forgery } from '../forgeries.js';
import { ELSEWHERE, LIE_DETAILS, LIES, type Lie } from '../lies.js';
import { Conversation } from './conversation.js';
import { type Subject, topic, unless } from './sentence.js';

export const forgeriesSentences = topic(
  'a forged answer',
  Object.fromEntries(
    FORGERIES.map((forgery) => [
      `refuses an answer with ${forgery.replaceAll('_', ' ')}, and accepts the same one without`,
      unless(
        (subject) => exemption(subject, forgery, subject.harness.forgeries),
        (subject) => refusesForgery(subject, forgery),
      ),
    ]),
  ),
);

export const liesSentences = topic(
  'an upstream that lies',
  Object.fromEntries(
    LIES.map((lie) => [
      `signs nobody in at an upstream with ${lie.replaceAll('_', ' ')}: ${LIE_DETAILS[lie].threat}`,
      unless(
        (subject) => exemption(subject, lie, subject.harness.lies ?? []),
        (subject) => refusesLie(subject, lie),
      ),
    ]),
  ),
);

async function refusesForgery(subject: Subject, forgery: Forgery): Promise<void> {
  const conversation = new Conversation(subject);
  await conversation.login();
  const begun = await conversation.begin();
  conversation.upstream.forge(forgery);
  const attempt = conversation.signIn(begun).then((answer) => conversation.finish(begun, answer));
  await conversation.refused(attempt, 'invalid_response', 'identity_rejected');
}

async function refusesLie(subject: Subject, lie: Lie): Promise<void> {
  await new Conversation(subject).login();
  // Another instance, since a connector keeps public documents: this one has seen nothing but the lie.
  const conversation = new Conversation(subject);
  assert.ok(conversation.upstream.lie, 'the harness lists lies, and its upstream cannot tell one');
  conversation.upstream.lie(lie);
  await conversation.refused(conversation.login(), ...LIE_DETAILS[lie].codes);
  const elsewhere = conversation.asked.filter((url) => url.startsWith(ELSEWHERE));
  assert.deepEqual(elsewhere, [], 'it asked where the lie pointed');
}

/** Why a misbehaviour does not apply: the harness knows its protocol, and says so. */
export function exemption(
  { harness }: Subject,
  name: Parameters<typeof refusesForgery>[1] | Lie | (typeof harness.outages)[number],
  listed: readonly string[],
): string | undefined {
  if (listed.includes(name)) return undefined;
  return harness.notApplicable?.[name] ?? 'The harness says that the upstream cannot do this.';
}
