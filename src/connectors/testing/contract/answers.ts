/** Sentences about what the browser brings back when nobody is to be signed in. */
import assert from 'node:assert/strict';
import { ConnectorError } from '../../connector-error.js';
import { type Begun, inConversation, succeedsOrSays } from './conversation.js';
import { topic } from './sentence.js';

export const answersSentences = topic('an answer that signs nobody in', {
  'turns Cancel into access_denied': inConversation(async (conversation) => {
    const begun = await conversation.begin();
    const answer = await conversation.upstream.cancel(begun.redirect.url);
    const refusal = await conversation.refused(conversation.finish(begun, answer), 'access_denied');
    assert.equal(refusal.actor, 'person', 'Cancel is the act of the person: only then the hub sends them back');
  }),

  'turns a prompt=none that cannot be met into login_required, or says at once that it cannot ask so': inConversation(
    async (conversation) => {
      const begun = await succeedsOrSays(conversation.begin({ prompt: 'none' }));
      if (begun === undefined) return;
      const answer = await conversation.upstream.refuseSilently(begun.redirect.url);
      await conversation.refused(conversation.finish(begun, answer), 'login_required');
    },
  ),

  'refuses the checks of another sign-in': inConversation(async (conversation) => {
    const [one, other] = [await conversation.begin(), await conversation.begin()];
    const mixed = { ...one, redirect: { ...one.redirect, checks: other.redirect.checks } };
    await conversation.refused(conversation.finish(mixed, await conversation.signIn(one)), 'invalid_response');
    await conversation.finish(other, await conversation.signIn(other));
  }),

  'refuses an answer that belongs to another sign-in': inConversation(async (conversation) => {
    const [one, other] = [await conversation.begin(), await conversation.begin()];
    await conversation.refused(conversation.finish(one, await conversation.signIn(other)), 'invalid_response');
  }),

  'refuses an answer that was moved into another sign-in, its state replaced': inConversation(async (conversation) => {
    const [one, other] = [await conversation.begin(), await conversation.begin()];
    const stolen = withState(await conversation.signIn(other), stateOf(other), stateOf(one));
    await conversation.refused(conversation.finish(one, stolen), 'invalid_response');
  }),

  'refuses an answer with another state, although the hub has looked at it before': inConversation(
    async (conversation) => {
      const begun = await conversation.begin();
      const altered = withState(await conversation.signIn(begun), stateOf(begun), `${stateOf(begun)}x`);
      await conversation.refused(conversation.finish(begun, altered), 'invalid_response');
    },
  ),

  'refuses checks that were lost or damaged': inConversation(async (conversation) => {
    for (const damage of [undefined, null, '', ['a'], {}]) {
      const begun = await conversation.begin();
      const { checks } = begun.redirect;
      const damaged = damage === undefined ? {} : Object.fromEntries(Object.keys(checks).map((name) => [name, damage]));
      const attempt = conversation.finish(
        { ...begun, redirect: { ...begun.redirect, checks: damaged } },
        await conversation.signIn(begun),
      );
      await conversation.refused(attempt, 'invalid_response');
    }
  }),

  'refuses an answer that says nothing': inConversation(async (conversation) => {
    const begun = await conversation.begin();
    for (const empty of [new URLSearchParams(), new URLSearchParams({ state: stateOf(begun) })]) {
      await conversation.refused(conversation.finish(begun, empty), 'invalid_response');
    }
  }),

  'refuses an answer that says everything twice': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    const doubled = new URLSearchParams([...answer, ...[...answer].map(([name, value]) => [name, `${value}x`])]);
    await conversation.refused(conversation.finish(begun, doubled), 'invalid_response');
  }),

  'throws nothing but a ConnectorError, whatever the browser brings': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    for (const value of ['', ' ', '\u0000', '../..', '<script>', '{"a":1}', 'é'.repeat(2_000), 'a'.repeat(100_000)]) {
      const damaged = new URLSearchParams(
        [...answer].map(([name, kept]) => [name, kept === stateOf(begun) ? kept : value]),
      );
      await conversation.refused(
        conversation.finish(begun, damaged),
        'invalid_response',
        'misconfigured',
        'access_denied',
      );
      const failed = new URLSearchParams({ state: stateOf(begun), error: value, error_description: value });
      const thrown = await conversation.finish(begun, failed).catch((error: unknown) => error);
      assert.ok(thrown instanceof ConnectorError, 'resolved, or threw something that is no ConnectorError');
    }
  }),

  'shows a person nothing of the upstream’s own words': inConversation(async (conversation) => {
    const begun = await conversation.begin();
    const words = 'Visit https://evil.example <b>now</b>';
    for (const error of ['access_denied', 'server_error', 'made_up_error', '<img src=evil.example>']) {
      const answer = new URLSearchParams({ state: stateOf(begun), error, error_description: words });
      const { publicMessage } = await conversation.refused(
        conversation.finish(begun, answer),
        'access_denied',
        'upstream_unavailable',
        'misconfigured',
        'invalid_response',
      );
      assert.ok(!/evil\.example|made_up_error|[<>]/.test(publicMessage), 'the person reads what the upstream wrote');
    }
  }),
});

/** The state that was sent. */
function stateOf({ request, redirect }: Begun): string {
  return redirect.state ?? request.state;
}

function withState(answer: URLSearchParams, state: string, other: string): URLSearchParams {
  return new URLSearchParams([...answer].map(([name, value]) => [name, value === state ? other : value]));
}
