/** Sentences about a sign-in that goes well, from the redirect to the profile. */
import assert from 'node:assert/strict';
import type { ConnectorDefinition, UpstreamIdentity } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import type { ConnectorContractHarness } from '../harness.js';
import { assertFree, CALLBACK_URL, Conversation, PERSON, SOMEBODY_ELSE, secretsOf, textOf } from './conversation.js';

export function describeSignIn(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  describeAuthorize(definition, harness);
  describeCallback(definition, harness);
  describeProfile(definition, harness);
}

function describeAuthorize(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;

  it('sends the browser to an absolute URL', async () => {
    const { redirect } = await new Conversation(definition, harness).begin();
    assert.match(new URL(redirect.url).protocol, /^https?:$/);
  });

  it('makes the upstream echo the state', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    const echoed = conversation.upstream.stateOf?.(answer) ?? answer.get('state');
    assert.equal(echoed, begun.redirect.state ?? begun.request.state);
  });

  it('hands on the callback URL byte for byte', async () => {
    const conversation = new Conversation(definition, harness);
    const { url } = (await conversation.begin()).redirect;
    const carried = conversation.upstream.callbackUrlOf?.(url);
    const values = carried === undefined ? [...new URL(url).searchParams.values()] : [carried];
    assert.ok(values.includes(CALLBACK_URL), `${url} does not carry ${CALLBACK_URL}`);
  });

  it('begins two sign-ins with different checks of at least 128 bits', async () => {
    const conversation = new Conversation(definition, harness);
    const [one, two] = [(await conversation.begin()).redirect.checks, (await conversation.begin()).redirect.checks];
    const fresh = Object.entries(one).filter(([name, value]) => typeof value === 'string' && value !== two[name]);
    // 22 characters of base64url, or 32 of hexadecimal; a UUID has 122 bits.
    assert.ok(fresh.some(([, value]) => String(value).replace(/-/g, '').length >= 22 && !isUuid(String(value))));
  });

  it('begins two sign-ins with the same state differently', async () => {
    const conversation = new Conversation(definition, harness);
    const state = 'r'.repeat(43);
    const [one, two] = [await conversation.begin({ state }), await conversation.begin({ state })];
    assert.notEqual(one.redirect.url, two.redirect.url);
  });

  it('keeps checks that survive a JSON round trip and stay small', async () => {
    const conversation = new Conversation(definition, harness);
    const redirect = await conversation.connector.authorize({ state: 's'.repeat(43), callbackUrl: CALLBACK_URL });
    const text = JSON.stringify(redirect.checks);
    assert.deepEqual(JSON.parse(text), redirect.checks);
    assert.ok(text.length < 16_384, 'the checks are too large to keep');
  });

  it('puts no secret into the URL or the checks', async () => {
    const { redirect } = await new Conversation(definition, harness).begin();
    assertFree(redirect.url, secretsOf(definition, harness), 'the redirect');
    assertFree(textOf(redirect.checks), secretsOf(definition, harness), 'the checks');
  });

  it('is not broken open by a hostile login hint', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin({
      loginHint: 'a&state=evil#@x\r\nLocation: evil\u0000?redirect_uri=https://evil.example',
    });
    assert.equal(new URL(begun.redirect.url).href, begun.redirect.url, 'the URL is not in canonical form');
    const identity = await conversation.finish(begun, await conversation.signIn(begun));
    assert.ok(identity.subject.length > 0);
  });

  it('honours every prompt, or says that it cannot', async () => {
    for (const prompt of ['none', 'login', 'consent', 'select_account'] as const) {
      const conversation = new Conversation(definition, harness);
      await succeedsOrSays(conversation.begin({ prompt }));
    }
  });

  it('honours max_age, or says that it cannot: it is never ignored', async () => {
    const conversation = new Conversation(definition, harness);
    const plain = await conversation.begin();
    const limited = await succeedsOrSays(conversation.begin({ maxAge: 60 }));
    if (limited === undefined) return;
    const names = (url: string): string[] => [...new URL(url).searchParams.keys()].sort();
    const changed =
      names(limited.redirect.url).join() !== names(plain.redirect.url).join() ||
      Object.keys(limited.redirect.checks).length !== Object.keys(plain.redirect.checks).length;
    assert.ok(changed, 'max_age changes neither the request nor the checks');
  });
}

function describeCallback(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;

  it('says who signed in: an issuer and a subject', async () => {
    const identity = await new Conversation(definition, harness).login();
    assert.ok(identity.issuer.length > 0 && identity.subject.length > 0 && identity.subject.length <= 255);
  });

  it('knows the same person again, and another one apart', async () => {
    const conversation = new Conversation(definition, harness);
    const [first, again] = [await conversation.login(), await conversation.login()];
    const other = await conversation.login(SOMEBODY_ELSE);
    assert.deepEqual([again.issuer, again.subject], [first.issuer, first.subject]);
    assert.equal(other.issuer, first.issuer);
    assert.notEqual(other.subject, first.subject);
  });

  it('recognises nobody by e-mail or name', async () => {
    const conversation = new Conversation(definition, harness);
    const before = await conversation.login();
    const after = await conversation.login({ ...PERSON, name: 'Ada Married', email: 'married@example.org' });
    assert.equal(after.subject, before.subject);
  });

  it('keeps nothing of a sign-in: another instance finishes what this one began', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    conversation.connector = conversation.create();
    const identity = await conversation.finish(begun, answer);
    assert.ok(identity.subject.length > 0);
  });

  it('finishes sign-ins in any order', async () => {
    const conversation = new Conversation(definition, harness);
    const [one, two] = [await conversation.begin(), await conversation.begin()];
    const answerTwo = await conversation.signIn(two, SOMEBODY_ELSE);
    const answerOne = await conversation.signIn(one);
    const [second, first] = [await conversation.finish(two, answerTwo), await conversation.finish(one, answerOne)];
    assert.notEqual(first.subject, second.subject);
  });

  it('finishes many sign-ins at once, each with its own person', async () => {
    const conversation = new Conversation(definition, harness);
    const people = Array.from({ length: 8 }, (_, index) => ({
      ...PERSON,
      subject: `a1b2c3d4-0000-4000-8000-00000000000${index}`,
    }));
    const identities = await Promise.all(people.map((person) => conversation.login(person)));
    assert.equal(new Set(identities.map((identity) => identity.subject)).size, people.length);
  });

  it('hands on claims that survive a JSON round trip, without tokens, codes or secrets', async () => {
    const conversation = new Conversation(definition, harness);
    const { claims } = await conversation.login();
    assert.deepEqual(JSON.parse(JSON.stringify(claims)), claims);
    assertFree(textOf(claims), [...secretsOf(definition, harness), ...conversation.upstream.issued()], 'the claims');
  });

  it('does not change the answer or the checks that it was given', async () => {
    const conversation = new Conversation(definition, harness);
    const begun = await conversation.begin();
    const answer = await conversation.signIn(begun);
    const [parameters, checks] = [answer.toString(), JSON.stringify(begun.redirect.checks)];
    await conversation.finish(begun, answer);
    assert.deepEqual([answer.toString(), JSON.stringify(begun.redirect.checks)], [parameters, checks]);
  });
}

function describeProfile(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;

  it('maps a profile with the person’s name and address', async () => {
    const conversation = new Conversation(definition, harness);
    const profile = conversation.connector.mapProfile(await conversation.login());
    assert.deepEqual([profile.name, profile.email], [PERSON.name, PERSON.email]);
  });

  it('calls no address verified when the upstream is silent about it', async () => {
    const conversation = new Conversation(definition, harness);
    assert.equal(conversation.connector.mapProfile(await conversation.login()).emailEvidence, undefined);
  });

  it('maps purely: the same again, without a request, on a frozen identity, after a restart, at another time', async () => {
    const conversation = new Conversation(definition, harness);
    const identity = frozen(await conversation.login());
    const requests = conversation.upstream.requestCount();
    const first = conversation.connector.mapProfile(identity);
    conversation.pass(86_400);
    assert.deepEqual(conversation.connector.mapProfile(identity), first);
    assert.deepEqual(conversation.create().mapProfile(identity), first);
    assert.equal(conversation.upstream.requestCount(), requests);
  });
}

async function succeedsOrSays<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${String(error)}`);
    return undefined;
  }
}

function frozen(identity: UpstreamIdentity): UpstreamIdentity {
  return Object.freeze({ ...identity, claims: Object.freeze({ ...identity.claims }) });
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
