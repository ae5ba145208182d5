/** Sentences about what a connector must leave alone: other connections, the network, the machine's clock. */
import assert from 'node:assert/strict';
import { validateOptions } from '../../validate-options.js';
import { Conversation, connectionsPastRuntime } from './conversation.js';
import { secretsOf, topic, unless } from './sentence.js';

export const isolationSentences = topic('its surroundings', {
  'asks the upstream through its runtime alone': async (subject) => {
    const count = await connectionsPastRuntime(async () => {
      // What fails here fails because of the connection that was not made: the other sentences say what else may.
      await new Conversation(subject).login().catch(() => undefined);
    });
    assert.equal(count, 0, 'a connection was opened past the runtime, where nothing guards addresses and time');
  },

  'tells the time by its runtime alone': async (subject) => {
    for (const at of ['2001-09-09T01:46:40Z', '2045-01-01T00:00:00Z']) {
      assert.ok((await new Conversation(subject, at).login()).subject.length > 0);
    }
  },

  'keeps the options as they are': async (subject) => {
    const { definition, harness } = subject;
    const conversation = new Conversation(subject);
    const options = validateOptions(definition, harness.options);
    const before = JSON.stringify(options);
    const { upstream } = conversation;
    definition.create(options, {
      fetch: upstream.fetch,
      now: () => new Date(0),
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      connection: { name: 'Contract-Suite', domains: [] },
    });
    assert.equal(JSON.stringify(options), before);
  },

  'is not changed by another connection of the same kind': unless(
    (subject) => (secretsOf(subject).length === 0 ? 'The harness sends no secret.' : undefined),
    async (subject) => {
      const { definition, harness } = subject;
      const conversation = new Conversation(subject);
      await conversation.login();
      const begun = await conversation.begin();
      const others = definition.secrets.filter((name) => typeof harness.options[name] === 'string');
      try {
        conversation.create(
          Object.fromEntries(others.map((name) => [name, `${String(harness.options[name]).slice(0, -1)}0`])),
        );
      } catch {
        // A secret that cannot be altered so, such as a key: then the same connection once more is the other one.
        conversation.create();
      }
      const identity = await conversation.finish(begun, await conversation.signIn(begun));
      assert.ok(identity.subject.length > 0);
    },
  ),
});
