/** Sentences about upstreams that do not answer, or answer with nothing of use. */
import { OUTAGES, type Outage } from '../outages.js';
import { Conversation } from './conversation.js';
import { exemption } from './refusals.js';
import { type Subject, topic, unless } from './sentence.js';

/** What it takes to hang is a time limit, which has sentences of its own. */
const SUDDEN = OUTAGES.filter((one) => one !== 'hanging');

const outages = (text: (outage: Outage) => string, check: (subject: Subject, outage: Outage) => Promise<void>) =>
  SUDDEN.map((outage) => [
    text(outage),
    unless(
      (subject) => exemption(subject, outage, subject.harness.outages),
      (subject) => check(subject, outage),
    ),
  ]);

export const outagesSentences = topic('an upstream that does not answer', {
  ...Object.fromEntries([
    ...outages(
      (outage) => `says upstream_unavailable when the upstream is ${outage} from the start, and recovers`,
      async (subject, outage) => {
        const conversation = new Conversation(subject);
        conversation.upstream.fail(outage);
        await conversation.refused(conversation.login(), 'upstream_unavailable');
        await recovers(conversation);
      },
    ),
    ...outages(
      (outage) => `says upstream_unavailable when the upstream is ${outage} once the person comes back, and recovers`,
      async (subject, outage) => {
        const conversation = new Conversation(subject);
        const begun = await conversation.begin();
        const answer = await conversation.signIn(begun);
        conversation.upstream.fail(outage);
        await conversation.refused(conversation.finish(begun, answer), 'upstream_unavailable');
        await recovers(conversation);
      },
    ),
  ]),

  'stops waiting for an upstream that hangs when the hub’s time for the callback is up': unless(
    (subject) => exemption(subject, 'hanging', subject.harness.outages),
    async (subject) => {
      const conversation = new Conversation(subject);
      const begun = await conversation.begin();
      const answer = await conversation.signIn(begun);
      conversation.upstream.fail('hanging');
      const abort = new AbortController();
      const attempt = conversation.finish(begun, answer, abort.signal);
      setImmediate(() => abort.abort());
      await conversation.refused(attempt, 'upstream_unavailable');
    },
  ),

  'does not succeed when the time was up before it began': unless(
    (subject) => exemption(subject, 'hanging', subject.harness.outages),
    async (subject) => {
      const conversation = new Conversation(subject);
      const begun = await conversation.begin();
      const answer = await conversation.signIn(begun);
      await conversation.refused(conversation.finish(begun, answer, AbortSignal.abort()), 'upstream_unavailable');
    },
  ),
});

/** An outage is over at some time: whoever remembers it for ever keeps everybody out. */
async function recovers(conversation: Conversation): Promise<void> {
  conversation.upstream.fail(undefined);
  conversation.pass(60);
  await conversation.login();
}
