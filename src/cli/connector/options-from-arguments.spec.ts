import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { fake } from '../../connectors/fake/index.js';
import type { ConnectorDefinition } from '../../connectors/index.js';
import { optionsFromArguments } from './options-from-arguments.js';

class ExampleOptions {
  @IsString() readonly client_id!: string;
  @IsString() readonly client_secret!: string;
  @IsOptional() @IsInt() readonly times?: number;
  @IsOptional() @IsBoolean() readonly shy?: boolean;
}

const example = { ...fake, options: ExampleOptions, secrets: ['client_secret'] } as unknown as ConnectorDefinition;

describe('options on a command line', () => {
  const directory = temporaryDirectory();
  const file = (name: string, text: string) => {
    writeFileSync(join(directory.path, name), text);
    return join(directory.path, name);
  };
  afterAll(() => directory.remove());

  const read = (option: readonly string[], more: { options?: string; issuer?: string } = {}) =>
    optionsFromArguments(example, { option, ...more }, { SECRET: 'from-the-environment' });

  it('options on a command line are read as what the options class takes', () => {
    expect(read(['client_id=a=b', 'times=3', 'shy=true'], { issuer: 'https://idp.example' })).toEqual({
      issuer: 'https://idp.example',
      client_id: 'a=b',
      times: 3,
      shy: true,
    });
  });

  it('options on a command line come from files, too, and what is said by itself wins', () => {
    const options = file('options.json', '{"client_id":"from-the-file","times":1}');
    expect(read(['times=2'], { options })).toEqual({ client_id: 'from-the-file', times: 2 });
  });

  it('options on a command line take a secret from a file or the environment, never from an argument, and do not repeat it', () => {
    const secret = file('secret', 'from-a-file\n');
    expect(read([`client_secret=@${secret}`])).toEqual({ client_secret: 'from-a-file' });
    expect(read(['client_secret=env:SECRET'])).toEqual({ client_secret: 'from-the-environment' });
    expect(() => read(['client_secret=canary'])).toThrow(/is a secret: .*client_secret=@FILE/);
    expect(() => read(['client_secret=canary'])).not.toThrow(/canary/);
  });

  it.each([
    [['nothing'], {}, /--option takes NAME=VALUE/],
    [['client_id=env:UNSET'], {}, /names the variable UNSET, which is not set/],
    [['client_id=@/nowhere/at/all'], {}, /cannot be read/],
    [[], { options: '/nowhere/at/all' }, /cannot be read/],
  ])('options on a command line say what is wrong with %j %j', (option, more, sentence) => {
    expect(() => read(option, more)).toThrow(sentence);
  });

  it('options on a command line do not quote a file that is no JSON', () => {
    const options = file('broken.json', '{"client_secret": canary');
    expect(() => read([], { options })).toThrow(/holds no JSON object of options\.$/);
    expect(() => read([], { options })).not.toThrow(/canary/);
  });
});
