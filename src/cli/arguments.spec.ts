import { describe, expect, it } from '@jest/globals';
import { noArguments, parsed, portOptions, seeHelp } from './arguments.js';

describe('the arguments of a command', () => {
  const defaults = { port: 3000, 'app-port': 3001 } as const;

  it('a command takes ports in both spellings and keeps the defaults of the others', () => {
    expect(portOptions([], defaults)).toEqual({ port: 3000, 'app-port': 3001 });
    expect(portOptions(['--port', '4000'], defaults)).toEqual({ port: 4000, 'app-port': 3001 });
    expect(portOptions(['--app-port=65535', '--port=1'], defaults)).toEqual({ port: 1, 'app-port': 65_535 });
  });

  it.each(['0', '65536', '-1', '4e3', '40 00', '', 'http'])(
    'a command refuses "%s" as a port and says what it takes',
    (port) => {
      expect(() => portOptions([`--port=${port}`], defaults)).toThrow(
        '--port takes a port from 1 to 65535, for example --port 4000.',
      );
    },
  );

  it('a command refuses the same port twice', () => {
    expect(() => portOptions(['--port', '3001'], defaults)).toThrow(
      'The ports must differ: --port 3001 --app-port 3001.',
    );
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port'], "Option '--port <value>' argument missing"],
    [['4000'], "Unexpected argument '4000'"],
  ])('a command lists the options there are when it gets %j', (args, sentence) => {
    expect(() => portOptions(args, defaults)).toThrow(`${sentence}. There are --port PORT, --app-port PORT.`);
  });

  it('a command says in one sentence what it did not understand beside positional arguments, and where to look', () => {
    const read = (...args: string[]) =>
      parsed({ args, options: { portico: { type: 'string' } }, allowPositionals: true }, seeHelp('connector new'))
        .values;
    expect(read('acme', '--portico=x')).toEqual({ portico: 'x' });
    expect(() => read('acme', '--protico=x')).toThrow(
      /^Unknown option '--protico'\. "portico connector new --help" lists the options\.$/,
    );
    expect(() => read('acme', '--portico')).toThrow(/^Option '--portico <value>' argument missing\. "portico/);
  });

  it('a command refuses an argument of a command that takes none', () => {
    expect(() => noArguments('portico start', [])).not.toThrow();
    expect(() => noArguments('portico start', ['now'])).toThrow('"portico start" takes no arguments, but got "now"');
  });
});
