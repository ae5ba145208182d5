import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { Exclude, Expose, Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { InvalidInputError } from '../common/errors.js';
import { CONNECTION_OPTIONS } from './check-definition.js';
import { type ConnectorDefinition, defineConnector, type JsonObject } from './connector.js';
import { ConnectorRegistry, ConnectorsModule } from './connector-registry.js';
import { fake } from './fake/index.js';
import { Option } from './option.js';
import { optionsSchema } from './options-schema.js';
import { validateOptions } from './validate-options.js';

class ExampleOptions {
  @IsString()
  @JSONSchema({ description: 'Where it is.' })
  readonly address!: string;

  @MinLength(8)
  @JSONSchema({ description: 'What it is opened with.' })
  readonly password!: string;

  @IsOptional()
  @IsInt()
  @JSONSchema({ description: 'How often.' })
  readonly times: number = 3;

  @Expose()
  @Transform(({ obj }) => obj.is_shy ?? obj.shy ?? false, { toClassOnly: true })
  @IsBoolean()
  @JSONSchema({ description: 'Whether it is shy.' })
  readonly shy!: boolean;
}

// Another tool's name for it: read by the transformation above, never kept.
Exclude({ toClassOnly: true })(ExampleOptions.prototype, 'is_shy');

const example = defineConnector({
  interfaceVersion: 1,
  protocol: 'none',
  strategy: 'example',
  aliases: ['sample'],
  displayName: 'Example',
  options: ExampleOptions,
  secrets: ['password'],
  endpointOptions: ['address'],
  create: () => {
    throw new Error('not needed here');
  },
});
const good = { address: 'here', password: 'long enough' };

function problemsOf(input: unknown): InvalidInputError['fields'] {
  try {
    validateOptions(example, input as JsonObject);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields;
    throw error;
  }
  return [];
}

describe('options', () => {
  it('options become an instance of the connector’s class, completed and normalised', () => {
    const options = validateOptions(example, { ...good, is_shy: true });
    expect(options).toBeInstanceOf(ExampleOptions);
    expect(JSON.parse(JSON.stringify(options))).toEqual({ ...good, times: 3, shy: true });
  });

  it('options are refused all at once, by their name on the wire, in sentences', () => {
    expect(problemsOf({ password: 'short', times: 'x', foo: 1, bar: null })).toEqual(
      expect.arrayContaining([
        { field: 'options.address', message: 'options.address must be a string.' },
        { field: 'options.password', message: expect.stringMatching(/^options\.password must be longer.*\.$/) },
        { field: 'options.times', message: 'options.times must be an integer number.' },
        { field: 'options.foo', message: 'options.foo is not an option of Example (example).' },
        { field: 'options.bar', message: 'options.bar is not an option of Example (example).' },
      ]),
    );
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'options may not be called %s',
    (name) => {
      const input = JSON.parse(`{"address":"here","password":"long enough","${name}":{"a":1}}`);
      expect(problemsOf(input)).toEqual([
        { field: `options.${name}`, message: `options.${name} is not an option of Example (example).` },
      ]);
    },
  );

  it.each([null, undefined, [], [good], 'text', 5])('options must be an object, not %j', (input) => {
    expect(problemsOf(input)).toEqual([{ field: 'options', message: 'options must be an object.' }]);
  });

  it('options are not echoed when they are refused', () => {
    expect(JSON.stringify(problemsOf({ ...good, times: 'canary', canary2: 'canary' }))).not.toContain('"canary"');
  });

  it('that a connector fails to read are the sender’s to mend, not an error of the hub', () => {
    class Throwing {
      @Transform(() => {
        throw new Error('canary');
      })
      @IsString()
      readonly address!: string;
    }
    const throwing: ConnectorDefinition = { ...fake, options: Throwing };
    expect(() => validateOptions(throwing, { address: 'x' })).toThrow(InvalidInputError);
  });
});

describe('the JSON Schema of options', () => {
  it('the JSON Schema of options describes every option, with defaults, what is required, and secrets as write-only', () => {
    expect(optionsSchema(example)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Example',
      type: 'object',
      properties: {
        address: { title: 'Address', type: 'string', description: 'Where it is.' },
        password: {
          title: 'Password',
          type: 'string',
          minLength: 8,
          description: 'What it is opened with.',
          writeOnly: true,
        },
        times: { title: 'Times', type: 'integer', default: 3, description: 'How often.' },
        shy: { title: 'Shy', type: 'boolean', description: 'Whether it is shy.' },
      },
      required: ['address', 'password', 'shy'],
      additionalProperties: false,
    });
  });

  it.each([
    ['client_id', 'Client ID'],
    ['useCommonEndpoint', 'Use common endpoint'],
    ['upstream-params', 'Upstream params'],
  ])('the JSON Schema of options has a title for %s, where the class gives none', (name, title) => {
    class Named {}
    IsString()(Named.prototype, name);
    const named: ConnectorDefinition = { ...fake, options: Named };
    expect(optionsSchema(named).properties).toMatchObject({ [name]: { title } });
  });

  it('the JSON Schema of options cannot be changed through what was handed out', () => {
    Object.assign(optionsSchema(example), { properties: {} });
    expect(Object.keys(optionsSchema(example).properties as JsonObject)).toHaveLength(4);
  });
});

describe('the registry of connectors', () => {
  it('the registry of connectors finds a connector by strategy or alias, and nothing by another name', () => {
    const registry = new ConnectorRegistry([fake, example]);
    expect(registry.find('example')).toBe(example);
    expect(registry.find('sample')).toBe(example);
    expect(registry.find('Example')).toBeUndefined();
    expect(registry.find('__proto__')).toBeUndefined();
  });

  it('the registry of connectors refuses two connectors under one name', () => {
    expect(() => new ConnectorRegistry([example, { ...fake, aliases: ['sample'] }])).toThrow(/claim.*"sample"/);
  });

  it.each<[string, Partial<ConnectorDefinition>, RegExp]>([
    [
      'of another version',
      { interfaceVersion: 2 as unknown as 1 },
      /interfaceVersion: is version 2; this hub speaks version 1/,
    ],
    ['with an impossible name', { strategy: 'My Strategy' }, /"My Strategy" is no name/],
    ['with an impossible alias', { aliases: ['a_b'] }, /"a_b" is no name/],
    ['with a secret that is no option', { secrets: ['pin'] }, /secrets: names what is no option: pin/],
    [
      'with an endpoint that is no option',
      { endpointOptions: ['url'] },
      /endpointOptions: names what is no option: url/,
    ],
    ['with words in no language', { messages: { DE_de: {} } }, /messages: has "DE_de", which is no language/],
    ['with a key but no words', { messages: { de: { 'x.y': ' ' } } }, /messages: has no sentence in "de" for x\.y/],
    ['without a validated option', { options: class Bare {}, secrets: [], endpointOptions: [] }, /peer dependencies/],
  ])('the registry of connectors refuses a connector %s, and says why', (_, change, message) => {
    expect(() => new ConnectorRegistry([{ ...example, ...change }])).toThrow(message);
  });
});

describe('names that are the hub’s own in every connection’s options', () => {
  const registerWith = (name: string, alias: string) => {
    class Named extends ExampleOptions {}
    IsString()(Named.prototype, name);
    Option({ description: 'What opens it next.', aliases: [alias] })(Named.prototype, 'key');
    class Further extends Named {}
    return () => new ConnectorRegistry([{ ...example, options: Further }]);
  };

  it.each([...CONNECTION_OPTIONS, 'password_next'])(
    'names that are the hub’s own in every connection’s options are refused to a connector that declares %s',
    (name) => {
      const message = new RegExp(`options: has .*: ${name}\\. Rename`);
      expect(registerWith(name, 'clef')).toThrow(message);
      expect(registerWith('floor', name)).toThrow(message);
      expect(registerWith(`${name}_of_mine`, `my_${name}`)).not.toThrow();
    },
  );
});

describe('the connectors module', () => {
  it('the connectors module gives the registry to whoever asks', async () => {
    const module = await Test.createTestingModule({ imports: [ConnectorsModule.forRoot([fake])] }).compile();
    expect(module.get(ConnectorRegistry).definitions).toEqual([fake]);
  });
});
