/** Sentences about a connection's options: what is accepted, kept and refused, and how that is said. */
import assert from 'node:assert/strict';
import { InvalidInputError } from '../../../common/errors.js';
import type { ConnectorDefinition, JsonObject, JsonValue } from '../../connector.js';
import { optionsSchema } from '../../options-schema.js';
import { validateOptions } from '../../validate-options.js';
import { assertFree, type Subject, secretsOf, textOf, topic, unless } from './sentence.js';

const HOSTILE: readonly JsonValue[] = [
  null,
  0,
  -1,
  true,
  '',
  '\r\n',
  '\u0000',
  [],
  {},
  [[]],
  { a: { b: {} } },
  'a'.repeat(100_000),
];

export const optionsSentences = topic('its options', {
  'accepts the options of this suite': ({ definition, harness }) => {
    assert.ok(validateOptions(definition, harness.options) instanceof definition.options);
  },

  'reads back what it stored without changing it': ({ definition, harness }) => {
    const once = toJson(validateOptions(definition, harness.options));
    assert.deepEqual(toJson(validateOptions(definition, once)), once);
  },

  'keeps every secret as it was given': unless(
    (subject) => (secretsOf(subject).length === 0 ? 'The harness sends no secret.' : undefined),
    (subject) => {
      const { definition, harness } = subject;
      const kept = toJson(validateOptions(definition, harness.options));
      for (const name of definition.secrets) assert.ok(kept[name] === harness.options[name], `${name} was changed`);
    },
  ),

  'names every bad option in one answer': (subject) => {
    const bad = Object.keys(subject.harness.badOptions);
    assert.ok(bad.length >= 2, 'the harness needs at least two bad options');
    const named = refusal(subject, subject.harness.badOptions).fields.map((problem) => problem.field);
    assert.deepEqual(
      bad.filter((name) => !named.some((field) => field.startsWith(`options.${name}`))),
      [],
    );
  },

  'says in a sentence what is wrong with a bad option': (subject) => {
    for (const { field, message } of refusal(subject, subject.harness.badOptions).fields) {
      assert.match(message, /^\S.{10,}[.!?]$/s, `${field} is refused without a sentence`);
    }
  },

  'refuses unknown options by name, all of them': (subject) => {
    const unknown = { first_unknown_option: 1, second_unknown_option: null, hasOwnProperty: 'x' };
    const named = refusal(subject, unknown).fields.map((problem) => problem.field);
    assert.deepEqual(
      named.sort(),
      Object.keys(unknown)
        .map((name) => `options.${name}`)
        .sort(),
    );
  },

  'refuses options that would reach into the prototype': (subject) => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const input = JSON.parse(`{"${name}":{"polluted":true}}`) as JsonObject;
      assert.ok(refusal(subject, input).fields.some((problem) => problem.field === `options.${name}`));
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  },

  'says which options are missing when there are none': ({ definition }) => {
    try {
      validateOptions(definition, {});
    } catch (error) {
      assert.ok(error instanceof InvalidInputError, `threw something else: ${String(error)}`);
      assert.ok(error.fields.every(({ field }) => field.startsWith('options.')));
    }
  },

  'survives any type of value in any option': ({ definition, harness }) => {
    for (const name of Object.keys(optionsSchema(definition).properties as JsonObject)) {
      for (const value of HOSTILE) {
        try {
          validateOptions(definition, { ...harness.options, [name]: value });
        } catch (error) {
          assert.ok(error instanceof InvalidInputError, `${name}: ${String(error)}`);
        }
      }
    }
  },

  'echoes no secret when it refuses options': (subject) => {
    const secrets = secretsOf(subject);
    assertFree(textOf(refusal(subject, { ...subject.harness.badOptions, unknown_option: 1 })), secrets, 'the refusal');
    // A secret in the wrong place is still one: a pasted one too many must not end up in an answer or a log.
    for (const name of Object.keys(subject.harness.badOptions)) {
      for (const misplaced of secrets.flatMap((secret) => [secret, [secret, secret]])) {
        try {
          validateOptions(subject.definition, { ...subject.harness.options, [name]: misplaced });
        } catch (error) {
          assertFree(textOf(error), secrets, `the refusal of ${name}`);
        }
      }
    }
  },
});

/** The refusal of the suite's options with `changed` ones among them. */
function refusal({ definition, harness }: Subject, changed: JsonObject): InvalidInputError {
  try {
    validateOptions(definition, { ...harness.options, ...changed });
  } catch (error) {
    assert.ok(error instanceof InvalidInputError, `threw something else: ${String(error)}`);
    return error;
  }
  return assert.fail('the options were accepted');
}

function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** Sentences about options that an earlier version of the connector stored. */

const isFirst = ({ definition }: Subject) =>
  (definition.optionsVersion ?? 1) > 1 ? undefined : 'The options of the connector are of their first version.';

export const versionsSentences = topic('earlier versions of its options', {
  'are rewritten, each of them, into options that it accepts': unless(isFirst, ({ definition, harness }) => {
    for (const version of versionsBefore(definition)) {
      const stored = harness.earlierOptions?.[version];
      assert.ok(stored, `the harness has no earlierOptions of version ${version}`);
      const problem = problemOf(definition, rewritten(definition, copyOf(stored), version));
      assert.equal(problem, undefined, `of version ${version}`);
    }
  }),

  'are rewritten from themselves alone: the same way twice, and what was given stays as it is': unless(
    isFirst,
    ({ definition, harness }) => {
      for (const [version, stored] of Object.entries(harness.earlierOptions ?? {})) {
        const given = copyOf(stored);
        const once = rewritten(definition, given, Number(version));
        assert.deepEqual(given, stored, `options of version ${version} were changed in place`);
        assert.deepEqual(
          rewritten(definition, given, Number(version)),
          once,
          `version ${version} came out differently`,
        );
      }
    },
  ),
});

function versionsBefore({ optionsVersion = 1 }: ConnectorDefinition): readonly number[] {
  return Array.from({ length: optionsVersion - 1 }, (_, index) => index + 1);
}

function copyOf(options: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(options)) as JsonObject;
}

/** As it is stored. */
function rewritten(definition: ConnectorDefinition, options: JsonObject, from: number): JsonObject {
  return JSON.parse(JSON.stringify(definition.migrateOptions?.(options, from) ?? null)) as JsonObject;
}

function problemOf(definition: ConnectorDefinition, options: JsonObject): string | undefined {
  try {
    validateOptions(definition, options);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
