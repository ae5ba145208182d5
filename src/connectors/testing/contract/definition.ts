/** Sentences about the definition: all of them hold without an upstream. */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { checkDefinition } from '../../check-definition.js';
import type { JsonObject } from '../../connector.js';
import { optionsSchema } from '../../options-schema.js';
import { validateOptions } from '../../validate-options.js';
import { inConversation } from './conversation.js';
import { assertFree, type Subject, secretsOf, textOf, topic, unless } from './sentence.js';

export const definitionSentences = topic('its definition', {
  'is one that the hub can register: names, secrets and endpoint options are sound': ({ definition }) => {
    checkDefinition(definition);
    assert.ok(definition.displayName.length > 0 && definition.protocol.length > 0);
  },

  'has aliases that are not its name': unless(
    ({ definition }) => ((definition.aliases ?? []).length > 0 ? undefined : 'The connector has no aliases.'),
    ({ definition }) => {
      const names = [definition.strategy, ...(definition.aliases ?? [])];
      assert.equal(new Set(names).size, names.length, 'a name is there twice');
    },
  ),

  'shows a logo that a page over https can load': unless(
    ({ definition }) => (definition.icon === undefined ? 'The connector has no logo.' : undefined),
    ({ definition }) => assert.equal(new URL(definition.icon ?? '').protocol, 'https:'),
  ),

  'ships the guide that it names': unless(
    ({ definition }) => (definition.guide === undefined ? 'The connector has no guide.' : undefined),
    async ({ definition }) => {
      assert.equal(definition.guide?.protocol, 'file:', 'the guide is not a file of the package');
      await access(definition.guide);
    },
  ),

  'publishes a JSON Schema with a description of every option': ({ definition }) => {
    const properties = Object.entries(propertiesOf({ definition }));
    const silent = properties.filter(([, { description }]) => typeof description !== 'string' || description === '');
    assert.deepEqual(
      silent.map(([name]) => name),
      [],
    );
    assert.ok(properties.length > 0);
  },

  'publishes a JSON Schema that is JSON, the same one each time': ({ definition }) => {
    const schema = optionsSchema(definition);
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
    assert.deepEqual(optionsSchema(definition), schema);
  },

  'marks its secrets, and nothing else, as write-only in that schema': ({ definition }) => {
    const marked = Object.entries(propertiesOf({ definition })).filter(([, property]) => property.writeOnly === true);
    assert.deepEqual(marked.map(([name]) => name).sort(), [...definition.secrets].sort());
  },

  'publishes no secret as a default or an example': (subject) => {
    const properties = propertiesOf(subject);
    const given = subject.definition.secrets.filter((name) => {
      const { default: standard, example, examples } = properties[name] ?? {};
      return [standard, example, examples].some((one) => one !== undefined && one !== null);
    });
    assert.deepEqual(given, []);
  },

  'answers warnings and primary domain from the options alone, twice the same': (subject) => {
    const { definition, harness } = subject;
    const options = validateOptions(definition, harness.options);
    assert.deepEqual(definition.warnings?.(options), definition.warnings?.(options));
    assert.equal(definition.primaryDomain?.(options), definition.primaryDomain?.(options));
    assertFree(textOf(definition.warnings?.(options)), secretsOf(subject), 'a warning');
  },

  'explains no error code that is not its upstream’s': ({ definition }) => {
    for (const code of ['', 'nonsense', '<script>', '9'.repeat(10_000)]) {
      assert.equal(definition.explainError?.(code), undefined);
    }
  },

  'makes no request when a connector is created': inConversation((conversation) => {
    conversation.create();
    assert.equal(conversation.upstream.requestCount(), 0);
  }),
});

function propertiesOf({ definition }: Pick<Subject, 'definition'>): Readonly<Record<string, JsonObject>> {
  return optionsSchema(definition).properties as Readonly<Record<string, JsonObject>>;
}
