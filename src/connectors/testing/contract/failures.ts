/** Every way in which a sign-in can fail here, one after the other, and the genuine one first. */
import { Conversation } from './conversation.js';
import type { Subject } from './sentence.js';
import { secretChecks, secretsOf } from './texts.js';

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
  const ways: ((conversation: Conversation) => void)[] = [
    () => undefined,
    ...harness.forgeries.map(
      (forgery) =>
        ({ upstream }: Conversation) =>
          upstream.forge(forgery),
    ),
    ...(harness.lies ?? []).map(
      (lie) =>
        ({ upstream }: Conversation) =>
          upstream.lie?.(lie),
    ),
    ...harness.outages
      .filter((one) => one !== 'hanging')
      .map(
        (outage) =>
          ({ upstream }: Conversation) =>
            upstream.fail(outage),
      ),
  ];
  const tried: Failure[] = [];
  for (const way of ways) tried.push(await attempt(subject, way));
  return tried;
}

/** A sign-in at an upstream that misbehaves from when the browser has been sent there. */
async function attempt(subject: Subject, misbehave: (conversation: Conversation) => void): Promise<Failure> {
  const conversation = new Conversation(subject);
  const begun = await conversation.begin();
  misbehave(conversation);
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
