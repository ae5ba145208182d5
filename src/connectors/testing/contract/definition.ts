/** Sentences about the definition and its options: all of them hold without an upstream. */
import assert from 'node:assert/strict';
import { InvalidInputError } from '../../../common/errors.js';
import { checkDefinition } from '../../check-definition.js';
import type { ConnectorDefinition, JsonObject, JsonValue } from '../../connector.js';
import { optionsSchema } from '../../options-schema.js';
import { validateOptions } from '../../validate-options.js';
import type { ConnectorContractHarness } from '../harness.js';
import { assertFree, Conversation, secretsOf, textOf } from './conversation.js';

export function describeDefinition(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const { it } = harness;
  const problems = (input: JsonValue): InvalidInputError => {
    try {
      validateOptions(definition, input as JsonObject);
    } catch (error) {
      assert.ok(error instanceof InvalidInputError, `threw something else: ${String(error)}`);
      return error;
    }
    return assert.fail('the options were accepted');
  };

  it('is one that the hub can register: names, secrets and endpoint options are sound', () => {
    checkDefinition(definition);
    assert.ok(definition.displayName.length > 0 && definition.protocol.length > 0);
  });

  it('publishes a JSON Schema with a description of every option', () => {
    const properties = optionsSchema(definition).properties as Readonly<Record<string, JsonObject>>;
    const silent = Object.entries(properties).filter(([, property]) => typeof property.description !== 'string');
    assert.deepEqual(
      silent.map(([name]) => name),
      [],
    );
    assert.ok(Object.keys(properties).length > 0);
  });

  it('marks its secrets, and nothing else, as write-only in that schema', () => {
    const properties = optionsSchema(definition).properties as Readonly<Record<string, JsonObject>>;
    const marked = Object.entries(properties).filter(([, property]) => property.writeOnly === true);
    assert.deepEqual(marked.map(([name]) => name).sort(), [...definition.secrets].sort());
  });

  it('accepts the options of this suite', () => {
    assert.ok(validateOptions(definition, harness.options) instanceof definition.options);
  });

  it('reads back what it stored without changing it', () => {
    const once = toJson(validateOptions(definition, harness.options));
    assert.deepEqual(toJson(validateOptions(definition, once)), once);
  });

  it('does not change the object that it was given', () => {
    const before = JSON.stringify(harness.options);
    validateOptions(definition, harness.options);
    assert.equal(JSON.stringify(harness.options), before);
  });

  it('names every bad option in one answer', () => {
    const bad = Object.keys(harness.badOptions);
    assert.ok(bad.length >= 2, 'the harness needs at least two bad options');
    const named = problems({ ...harness.options, ...harness.badOptions }).fields.map((problem) => problem.field);
    assert.deepEqual(
      bad.filter((name) => !named.some((field) => field.startsWith(`options.${name}`))),
      [],
    );
  });

  it('refuses unknown options by name, all of them', () => {
    const unknown = { first_unknown_option: 1, second_unknown_option: null, hasOwnProperty: 'x' };
    const named = problems({ ...harness.options, ...unknown }).fields.map((problem) => problem.field);
    assert.deepEqual(
      named.sort(),
      Object.keys(unknown)
        .map((name) => `options.${name}`)
        .sort(),
    );
  });

  it('refuses options that would reach into the prototype', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const input = JSON.parse(`{"${name}":{"polluted":true}}`) as JsonObject;
      const named = problems({ ...harness.options, ...input });
      assert.ok(named.fields.some((problem) => problem.field === `options.${name}`));
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('refuses options that are no object', () => {
    for (const input of [null, [], [harness.options], 'text', 1]) problems(input as JsonValue);
  });

  it('survives any type of value in any option', () => {
    const hostile: JsonValue[] = [
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
    for (const name of Object.keys(optionsSchema(definition).properties as JsonObject)) {
      for (const value of hostile) {
        try {
          validateOptions(definition, { ...harness.options, [name]: value });
        } catch (error) {
          assert.ok(error instanceof InvalidInputError, `${name}: ${String(error)}`);
        }
      }
    }
  });

  it('echoes no secret when it refuses options', () => {
    const error = problems({ ...harness.options, ...harness.badOptions, unknown_option: 1 });
    assertFree(textOf(error), secretsOf(definition, harness), 'the refusal');
  });

  it('answers warnings and primary domain from the options alone, twice the same', () => {
    const options = validateOptions(definition, harness.options);
    assert.deepEqual(definition.warnings?.(options), definition.warnings?.(options));
    assert.equal(definition.primaryDomain?.(options), definition.primaryDomain?.(options));
    assertFree(textOf(definition.warnings?.(options)), secretsOf(definition, harness), 'a warning');
  });

  it('explains no error code that is not its upstream’s', () => {
    for (const code of ['', 'nonsense', '<script>', '9'.repeat(10_000)]) {
      assert.equal(definition.explainError?.(code), undefined);
    }
  });

  it('makes no request when a connector is created, and keeps the options as they are', () => {
    const conversation = new Conversation(definition, harness);
    conversation.create();
    assert.equal(conversation.upstream.requestCount(), 0);
  });
}

function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
