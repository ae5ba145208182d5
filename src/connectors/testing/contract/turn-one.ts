/** Sentences about turn one: where the browser is sent, and what is kept to trust the answer. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CALLBACK_URL, Conversation, inConversation, succeedsOrSays } from './conversation.js';
import { assertFree, secretsOf, textOf, topic, unless } from './sentence.js';

export const turnOneSentences = topic('turn one', {
  'sends the browser to an absolute URL': async (subject) => {
    const { redirect } = await new Conversation(subject).begin();
    assert.match(new URL(redirect.url).protocol, /^https?:$/);
  },

  'makes the upstream echo the state': inConversation(async (conversation) => {
    const { begun, answer } = await conversation.answered();
    const echoed = conversation.upstream.stateOf?.(answer) ?? answer.get('state');
    assert.equal(echoed, begun.redirect.state ?? begun.request.state);
  }),

  'hands on the callback URL byte for byte': inConversation(async (conversation) => {
    const { url } = (await conversation.begin()).redirect;
    const carried = conversation.upstream.callbackUrlOf?.(url);
    const values = carried === undefined ? [...new URL(url).searchParams.values()] : [carried];
    assert.ok(values.includes(CALLBACK_URL), `${url} does not carry ${CALLBACK_URL}`);
  }),

  'begins two sign-ins with different checks of at least 128 bits': inConversation(async (conversation) => {
    const [one, two] = [(await conversation.begin()).redirect.checks, (await conversation.begin()).redirect.checks];
    const fresh = Object.entries(one).filter(([name, value]) => typeof value === 'string' && value !== two[name]);
    // 22 characters of base64url, or 32 of hexadecimal; a UUID has 122 bits.
    assert.ok(fresh.some(([, value]) => String(value).replace(/-/g, '').length >= 22 && !isUuid(String(value))));
  }),

  'begins two sign-ins with the same state differently': inConversation(async (conversation) => {
    const state = 'r'.repeat(43);
    const [one, two] = [await conversation.begin({ state }), await conversation.begin({ state })];
    assert.notEqual(one.redirect.url, two.redirect.url);
  }),

  'begins many sign-ins at once, each with checks of its own': inConversation(async (conversation) => {
    const begun = await Promise.all(Array.from({ length: 16 }, () => conversation.begin()));
    assert.equal(new Set(begun.map(({ redirect }) => JSON.stringify(redirect.checks))).size, begun.length);
    for (const { request, redirect } of begun) {
      const state = redirect.state ?? request.state;
      const others = begun.map((one) => one.redirect.state ?? one.request.state).filter((one) => one !== state);
      assert.ok(!others.some((other) => redirect.url.includes(other)), 'the URL carries the state of another sign-in');
    }
  }),

  'keeps checks that survive a JSON round trip and stay small': async (subject) => {
    const { connector } = new Conversation(subject);
    const { checks } = await connector.authorize({ state: 's'.repeat(43), callbackUrl: CALLBACK_URL });
    const text = JSON.stringify(checks);
    assert.deepEqual(JSON.parse(text), checks);
    assert.ok(text.length < 16_384, 'the checks are too large to keep');
  },

  'proves with PKCE that whoever began a sign-in redeems its code (RFC 7636, S256)': unless(
    ({ harness }) => (harness.pkce === true ? undefined : 'The harness does not say that the upstream knows PKCE.'),
    async (subject) => {
      const { redirect } = await new Conversation(subject).begin();
      const { searchParams } = new URL(redirect.url);
      assert.equal(searchParams.get('code_challenge_method'), 'S256');
      const verifiers = leavesOf(redirect.checks).filter(
        (one) => createHash('sha256').update(String(one)).digest('base64url') === searchParams.get('code_challenge'),
      );
      assert.equal(verifiers.length, 1, 'the challenge is not that of a verifier among the checks');
      assert.ok(!redirect.url.includes(String(verifiers[0])), 'the URL carries the verifier');
    },
  ),

  'puts no secret into the URL or the checks': async (subject) => {
    const { redirect } = await new Conversation(subject).begin();
    assertFree(redirect.url, secretsOf(subject), 'the redirect');
    assertFree(textOf(redirect.checks), secretsOf(subject), 'the checks');
  },

  'is not broken open by a hostile login hint': inConversation(async (conversation) => {
    const begun = await conversation.begin({
      loginHint: 'a&state=evil#@x\r\nLocation: evil\u0000?redirect_uri=https://evil.example',
    });
    assert.equal(new URL(begun.redirect.url).href, begun.redirect.url, 'the URL is not in canonical form');
    const identity = await conversation.finish(begun, await conversation.signIn(begun));
    assert.ok(identity.subject.length > 0);
  }),

  'begins a sign-in in whatever languages the person reads': async (subject) => {
    for (const uiLocales of [[], ['de'], ['zh-Hant-TW', 'ja', 'en'], ['x&state=evil']]) {
      const conversation = new Conversation(subject);
      const begun = await conversation.begin({ uiLocales });
      assert.ok((await conversation.finish(begun, await conversation.signIn(begun))).subject.length > 0);
    }
  },

  'does not change the request that it was given': async (subject) => {
    const request = {
      state: 's'.repeat(43),
      callbackUrl: CALLBACK_URL,
      loginHint: 'ada@example.org',
      uiLocales: ['de', 'en'],
    };
    const before = JSON.stringify(request);
    await new Conversation(subject).connector.authorize(request);
    assert.equal(JSON.stringify(request), before);
  },

  'honours every prompt, or says that it cannot': async (subject) => {
    for (const prompt of ['none', 'login', 'consent', 'select_account'] as const) {
      await succeedsOrSays(new Conversation(subject).begin({ prompt }));
    }
  },

  'honours max_age, or says that it cannot: it is never ignored': inConversation(async (conversation) => {
    const plain = await conversation.begin();
    const limited = await succeedsOrSays(conversation.begin({ maxAge: 60 }));
    if (limited === undefined) return;
    const names = (url: string): string[] => [...new URL(url).searchParams.keys()].sort();
    const changed =
      names(limited.redirect.url).join() !== names(plain.redirect.url).join() ||
      Object.keys(limited.redirect.checks).length !== Object.keys(plain.redirect.checks).length;
    assert.ok(changed, 'max_age changes neither the request nor the checks');
  }),
});

/** Every value, however deep: some protocols keep a session of their own. */
function leavesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
