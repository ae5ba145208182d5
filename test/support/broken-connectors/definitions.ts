/** Connectors whose definition or options class is broken. */
import { Exclude, Expose, Transform } from 'class-transformer';
import { Allow, IsOptional, IsString, IsUrl, Length, Matches, ValidateBy } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { FakeOptions, fake } from '../../../src/connectors/fake/index.js';
import type { ConnectorDefinition, JsonObject } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, fakeHarness } from './broken-connector.js';

const described = JSONSchema({ description: 'An option of the test.' });

class Silent extends FakeOptions {
  @IsOptional()
  readonly undescribed?: string;
}

let made = 0;

class Restless extends FakeOptions {
  @IsOptional()
  @described
  readonly serial: number = made++;
}

class Overzealous extends FakeOptions {
  @IsOptional()
  @JSONSchema({ description: 'No secret.', writeOnly: true })
  readonly colour?: string;
}

class Guessable extends FakeOptions {
  @IsString()
  @Length(32, 200)
  @described
  override readonly shared_secret: string = 'change-me-change-me-change-me-change-me';
}

class Demanding extends FakeOptions {
  @IsString()
  @described
  readonly nowhere_told!: string;
}

class Growing extends FakeOptions {
  @Transform(({ value }) => (typeof value === 'string' ? `${value}/` : value))
  @IsString()
  @described
  override readonly client_id: string = '';
}

class Shouting extends FakeOptions {
  @Transform(({ value }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsString()
  @described
  readonly spare_secret!: string;
}

class Trusting {
  @IsString()
  @described
  readonly login_url: string = 'https://fake-upstream.invalid/login';

  @Matches(/^[\x21-\x7e]{1,100}$/)
  @described
  readonly client_id!: string;

  @Length(32, 200)
  @described
  readonly shared_secret!: string;
}

class Curt extends FakeOptions {
  @IsString({ message: 'bad' })
  @described
  readonly colour: string = 'blue';
}

@Exclude()
class Deaf {
  @Expose()
  @IsUrl({ require_protocol: true })
  @described
  readonly login_url: string = 'https://fake-upstream.invalid/login';

  @Expose()
  @Matches(/^[\x21-\x7e]{1,100}$/)
  @described
  readonly client_id!: string;

  @Expose()
  @Length(32, 200)
  @described
  readonly shared_secret!: string;
}

class Presuming extends FakeOptions {
  @Expose()
  @Transform(({ obj }: { obj: JsonObject }) => `#${String((obj.client_id as string).length)}`)
  @IsString()
  @described
  readonly colour: string = '';
}

class Brittle extends FakeOptions {
  @IsOptional()
  @ValidateBy({ name: 'brittle', validator: { validate: (value: string) => value.trim() !== '' } })
  @described
  readonly colour?: string;
}

class Talkative {
  @IsUrl({ require_protocol: true })
  @described
  readonly login_url: string = 'https://fake-upstream.invalid/login';

  @Matches(/^[a-z]{1,20}$/, { message: 'client_id must not be $value: use small letters.' })
  @described
  readonly client_id!: string;

  @Length(32, 200)
  @described
  readonly shared_secret!: string;
}

class Careless {
  @IsUrl({ require_protocol: true })
  @described
  readonly login_url: string = 'https://fake-upstream.invalid/login';

  @Allow()
  @described
  readonly client_id!: string;

  @Length(32, 200)
  @described
  readonly shared_secret!: string;
}

const over = (
  that: string,
  members: Partial<ConnectorDefinition>,
  red: readonly string[],
  rest: Partial<BrokenConnector> = {},
): BrokenConnector => ({ that, definition: { ...fake, ...members }, harness: fakeHarness, red, ...rest });

let asked = 0;

export const brokenDefinitions: readonly BrokenConnector[] = [
  over('has no name to show', { displayName: '' }, [
    'is one that the hub can register: names, secrets and endpoint options are sound',
  ]),
  over('declares a secret that is no option', { secrets: ['shared_secret', 'password'] }, [
    'is one that the hub can register: names, secrets and endpoint options are sound',
    'marks its secrets, and nothing else, as write-only in that schema',
  ]),
  over('is an alias of itself', { aliases: ['fake'] }, ['has aliases that are not its name']),
  over('loads its logo without TLS', { icon: 'http://logo.example/a.svg' }, [
    'is one that the hub can register: names, secrets and endpoint options are sound',
    'shows a logo that a page over https can load',
  ]),
  over('left its guide at home', { guide: new URL('./README.md', import.meta.url) }, [
    'is one that the hub can register: names, secrets and endpoint options are sound',
    'ships the guide that it names',
  ]),
  over('does not describe an option', { options: Silent }, [
    'publishes a JSON Schema with a description of every option',
  ]),
  over('has another default each time', { options: Restless }, [
    'publishes a JSON Schema that is JSON, the same one each time',
  ]),
  over('hides what is no secret', { options: Overzealous }, [
    'marks its secrets, and nothing else, as write-only in that schema',
  ]),
  over('has a secret by default', { options: Guessable }, ['publishes no secret as a default or an example']),
  over('warns of something else each time', { warnings: () => [String(asked++)] }, [
    'answers warnings and primary domain from the options alone, twice the same',
  ]),
  over(
    'explains everything',
    { explainError: (code) => ({ code, actor: 'person', messageKey: 'fake.any', publicMessage: 'Try again.' }) },
    ['explains no error code that is not its upstream’s'],
  ),
  {
    that: 'asks the upstream as soon as it is created',
    definition: brokenFake((_sound, _options, { fetch }) => {
      void fetch('https://fake-upstream.invalid/').catch(() => undefined);
      return {};
    }),
    harness: fakeHarness,
    red: [
      'makes no request when a connector is created',
      'is mapped purely: the same again, without a request, on a frozen identity, after a restart, at another time',
    ],
  },
  over('wants an option that nobody knows of', { options: Demanding }, ['accepts the options of this suite'], {
    andMore: true,
  }),
  over('changes an option each time it is read', { options: Growing }, [
    'reads back what it stored without changing it',
  ]),
  over(
    'changes a secret',
    { options: Shouting, optionsVersion: 1, secrets: ['shared_secret', 'spare_secret'] },
    ['keeps every secret as it was given'],
    { harness: { ...fakeHarness, options: { ...fakeHarness.options, spare_secret: 'Canary-Spare-Secret' } } },
  ),
  over('takes whatever it is given as an option', { options: Careless }, ['names every bad option in one answer']),
  over('takes any text for a URL', { options: Trusting }, ['names every bad option in one answer']),
  over(
    'says too little about a bad option',
    { options: Curt },
    ['says in a sentence what is wrong with a bad option'],
    {
      harness: { ...fakeHarness, badOptions: { ...fakeHarness.badOptions, colour: 1 } },
    },
  ),
  over(
    'does not hear unknown options',
    { options: Deaf, optionsVersion: 1 },
    ['refuses unknown options by name, all of them', 'refuses options that would reach into the prototype'],
    {
      harness: {
        ...fakeHarness,
        options: { login_url: 'https://fake-upstream.invalid/login', ...fakeHarness.options },
      },
    },
  ),
  over('cannot read a connection without options', { options: Presuming }, [
    'says which options are missing when there are none',
  ]),
  over('breaks on a value of another type', { options: Brittle }, ['survives any type of value in any option']),
  over('repeats what it refuses', { options: Talkative }, ['echoes no secret when it refuses options']),
];
