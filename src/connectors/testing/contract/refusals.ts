/** Sentences about sign-ins that must not succeed, and about upstreams that do not answer. */
import assert from 'node:assert/strict';
import type { ConnectorDefinition } from '../../connector.js';
import type { ConnectorContractHarness } from '../harness.js';
import { assertFree, Conversation, secretsOf, textOf } from './conversation.js';

export function describeRefusals(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  describeWrongAnswers(definition, harness);
  for (const forgery of harness.forgeries) {
    harness.it(`refuses an answer with ${forgery.replaceAll('_', ' ')}, and accepts the same one without`, async () => {
      const conversation = new Conversation(definition, harness);
      const control = await conversation.begin();
      await conversation.finish(control, await conversation.signIn(control));
      const begun = await conversation.begin();
      conversation.upstream.forge(forgery);
      const attempt = conversation.signIn(begun).then((answer) => conversation.finish(begun, answer));
      await conversation.refused(attempt, 'invalid_response', 'identity_rejected');
    });
  }
  if (harness.outages.length > 0) describeOutages(definition, harness);
  describeSecrecy(definition, harness);
}

function describeWrongAnswers(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;

  it('turns Cancel into access_denied', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.upstream.cancel(begun.redirect.url);
    const refusal = await conversation.refused(conversation.finish(begun, answer), 'access_denied');
    assert.equal(refusal.actor, 'person', 'Cancel is the act of the person: only then the hub sends them back');
  });

  it('turns a prompt=none that cannot be met into login_required', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin({ prompt: 'none' });
    const answer = await conversation.upstream.refuseSilently(begun.redirect.url);
    await conversation.refused(conversation.finish(begun, answer), 'login_required');
  });

  it('refuses the checks of another sign-in', async () => {
    const conversation = new Conversation(definition, harness);
    const [one, other] = [await conversation.begin(), await conversation.begin()];
    const mixed = { ...one, redirect: { ...one.redirect, checks: other.redirect.checks } };
    await conversation.refused(conversation.finish(mixed, await conversation.signIn(one)), 'invalid_response');
    await conversation.finish(other, await conversation.signIn(other));
  });

  it('refuses an answer that belongs to another sign-in', async () => {
    const conversation = new Conversation(definition, harness);
    const [one, other] = [await conversation.begin(), await conversation.begin()];
    await conversation.refused(conversation.finish(one, await conversation.signIn(other)), 'invalid_response');
  });

  it('refuses an answer with another state, although the hub has looked at it before', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const state = begun.redirect.state ?? begun.request.state;
    const answer = [...(await conversation.signIn(begun))];
    const altered = answer.map(([name, value]) => [name, value === state ? `${value}x` : value]);
    await conversation.refused(conversation.finish(begun, new URLSearchParams(altered)), 'invalid_response');
  });

  it('refuses checks that were lost or damaged', async () => {
    const conversation = new Conversation(definition, harness);
    for (const checks of [{}, { nonce: null }, { nonce: '' }, { nonce: ['a'] }]) {
      const begun = await conversation.begin();
      const damaged = { ...begun, redirect: { ...begun.redirect, checks } };
      await conversation.refused(conversation.finish(damaged, await conversation.signIn(begun)), 'invalid_response');
    }
  });

  it('refuses an answer that says nothing', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const state = begun.redirect.state ?? begun.request.state;
    for (const empty of [new URLSearchParams(), new URLSearchParams({ state })]) {
      await conversation.refused(conversation.finish(begun, empty), 'invalid_response');
    }
  });

  it('refuses an answer that says everything twice', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    const doubled = new URLSearchParams([...answer, ...[...answer].map(([name, value]) => [name, `${value}x`])]);
    await conversation.refused(conversation.finish(begun, doubled), 'invalid_response');
  });

  it('throws nothing but a ConnectorError, whatever the browser brings', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    for (const value of ['', ' ', '\u0000', '../..', '<script>', '{"a":1}', 'é'.repeat(2_000), 'a'.repeat(100_000)]) {
      const damaged = new URLSearchParams([...answer].map(([name, kept]) => [name, name === 'state' ? kept : value]));
      await conversation.refused(
        conversation.finish(begun, damaged),
        'invalid_response',
        'misconfigured',
        'access_denied',
      );
      const failed = new URLSearchParams({ state: answer.get('state') ?? '', error: value, error_description: value });
      const thrown = await conversation.finish(begun, failed).catch((error: unknown) => error);
      assert.equal(Reflect.get(Object(thrown), 'name'), 'ConnectorError');
    }
  });

  it('shows a person nothing of the upstream’s own words', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const state = begun.redirect.state ?? begun.request.state;
    const words = 'Visit https://evil.example <b>now</b>';
    for (const error of ['access_denied', 'server_error', 'made_up_error']) {
      const answer = new URLSearchParams({ state, error, error_description: words });
      const thrown = await conversation.refused(
        conversation.finish(begun, answer),
        'access_denied',
        'upstream_unavailable',
        'misconfigured',
        'invalid_response',
      );
      assert.ok(!thrown.publicMessage.includes('evil.example') && !thrown.publicMessage.includes('made_up_error'));
    }
  });
}

function describeOutages(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;

  for (const outage of harness.outages.filter((one) => one !== 'hanging')) {
    it(`says upstream_unavailable when the upstream is ${outage} from the start, and recovers`, async () => {
      const conversation = new Conversation(definition, harness);
      conversation.upstream.fail(outage);
      const attempt = conversation
        .begin()
        .then(async (begun) => conversation.finish(begun, await conversation.signIn(begun)));
      await conversation.refused(attempt, 'upstream_unavailable');
      conversation.upstream.fail(undefined);
      conversation.pass(60);
      await conversation.login();
    });

    it(`says upstream_unavailable when the upstream is ${outage} once the person comes back, and recovers`, async () => {
      const conversation = new Conversation(definition, harness);
      const begun = await conversation.begin();
      const answer = await conversation.signIn(begun);
      conversation.upstream.fail(outage);
      await conversation.refused(conversation.finish(begun, answer), 'upstream_unavailable');
      conversation.upstream.fail(undefined);
      conversation.pass(60);
      await conversation.login();
    });
  }

  it('stops waiting for an upstream that hangs when the hub’s time for the callback is up', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    conversation.upstream.fail('hanging');
    const abort = new AbortController();
    const attempt = conversation.finish(begun, answer, abort.signal);
    setImmediate(() => abort.abort());
    await conversation.refused(attempt, 'upstream_unavailable');
  });

  it('does not succeed when the time was up before it began', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    await conversation.refused(conversation.finish(begun, answer, AbortSignal.abort()), 'upstream_unavailable');
  });
}

function describeSecrecy(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  harness.it('says no secret, code or token in any log line or error, whatever fails', async () => {
    const kept: string[] = [];
    for (const forgery of [undefined, ...harness.forgeries]) {
      for (const outage of forgery === undefined
        ? [undefined, ...harness.outages.filter((one) => one !== 'hanging')]
        : [undefined]) {
        const conversation = new Conversation(definition, harness);
        const begun = await conversation.begin();
        const answer = await conversation.signIn(begun);
        if (forgery !== undefined) conversation.upstream.forge(forgery);
        conversation.upstream.fail(outage);
        const attempt = conversation.finish(begun, answer);
        await (forgery === undefined && outage === undefined
          ? attempt
          : attempt.catch((error: unknown) => kept.push(textOf(error))));
        const code = answer.get('code');
        const secrets = [
          ...secretsOf(definition, harness),
          ...conversation.upstream.issued(),
          ...(code === null ? [] : [code]),
        ];
        const checks = Object.values(begun.redirect.checks).filter(
          (one) => typeof one === 'string' && one.length >= 22,
        );
        assertFree(
          [...conversation.log, ...kept].join('\n'),
          [...secrets, ...(checks as string[])],
          'a log line or error',
        );
      }
    }
  });
}
