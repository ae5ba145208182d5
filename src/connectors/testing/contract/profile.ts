/** Sentences about the profile: the hub's view of a verified identity. */
import assert from 'node:assert/strict';
import type { UpstreamIdentity } from '../../connector.js';
import { inConversation, PERSON } from './conversation.js';
import { topic } from './sentence.js';

const MEMBERS = [
  'name',
  'givenName',
  'familyName',
  'nickname',
  'preferredUsername',
  'email',
  'emailEvidence',
  'picture',
  'locale',
  'groups',
  'attributes',
];

export const profileSentences = topic('the profile', {
  'has the person’s name and address': inConversation(async (conversation) => {
    const profile = conversation.connector.mapProfile(await conversation.login());
    assert.deepEqual([profile.name, profile.email], [PERSON.name, PERSON.email]);
  }),

  'leaves out what it does not know': inConversation(async (conversation) => {
    const { email: _email, ...person } = PERSON;
    const profile = conversation.connector.mapProfile(await conversation.login(person));
    const empty = Object.entries(profile).filter(([, value]) => value === '' || value === null);
    assert.deepEqual(empty, [], 'absent members are unknown, not empty');
    assert.ok(profile.groups === undefined || profile.groups.length > 0, 'groups that nobody told are unknown');
  }),

  'has only members that the hub knows, and is JSON': inConversation(async (conversation) => {
    const profile = conversation.connector.mapProfile(await conversation.login());
    const strangers = Object.keys(profile).filter((name) => !MEMBERS.includes(name));
    assert.deepEqual(strangers, []);
    const known = Object.entries(profile).filter(([, value]) => value !== undefined);
    assert.deepEqual(JSON.parse(JSON.stringify(profile)), Object.fromEntries(known));
  }),

  'calls no address verified when the upstream is silent about it': inConversation(async (conversation) => {
    assert.equal(conversation.connector.mapProfile(await conversation.login()).emailEvidence, undefined);
  }),

  'is mapped purely: the same again, without a request, on a frozen identity, after a restart, at another time':
    inConversation(async (conversation) => {
      const identity = frozen(await conversation.login());
      const requests = conversation.upstream.requestCount();
      const first = conversation.connector.mapProfile(identity);
      conversation.pass(86_400);
      assert.deepEqual(conversation.connector.mapProfile(identity), first);
      assert.deepEqual(conversation.create().mapProfile(identity), first);
      assert.equal(conversation.upstream.requestCount(), requests);
    }),

  'is mapped whatever the claims hold': inConversation(async (conversation) => {
    const identity = await conversation.login();
    for (const value of [null, 0, true, [], {}, ['a', 1], { a: [] }, '\u0000', 'a'.repeat(10_000)]) {
      const claims = Object.fromEntries(Object.keys(identity.claims).map((name) => [name, value]));
      const profile = conversation.connector.mapProfile({ ...identity, claims });
      const { emailEvidence, attributes: _attributes, groups = [], ...texts } = profile;
      const wrong = Object.entries(texts).filter(([, one]) => one !== undefined && typeof one !== 'string');
      assert.deepEqual(wrong, [], 'a member that is a text holds something else');
      assert.ok(Array.isArray(groups) && groups.every((group) => typeof group === 'string'), 'groups are no texts');
      assert.ok(
        emailEvidence === undefined || profile.email !== undefined,
        'evidence for an address that is not there',
      );
    }
  }),
});

function frozen(identity: UpstreamIdentity): UpstreamIdentity {
  return Object.freeze({ ...identity, claims: Object.freeze({ ...identity.claims }) });
}
