#!/usr/bin/env node
import { readFileSync } from 'node:fs';

const USAGE = `Portico, a self-hosted identity hub

  portico start          start the hub; it is configured by environment variables (see README.md)
  portico demo           start a hub, a sandbox Entra and a sample application on this machine, and print one URL
  portico keys rotate    publish a new signing key; a running hub starts to sign with it by itself
  portico --version
  portico --help
`;

/** The command line's table of contents: one module for each command, loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<void>>>> = {
  start: async () => (await import('./start.js')).start,
  demo: async () => (await import('./demo.js')).demo,
  'keys rotate': async () => (await import('./keys-rotate.command.js')).keysRotate,
};

async function main(args: readonly string[]): Promise<void> {
  const [first = '', second = ''] = args;
  if (first === '' || first === '--help' || first === '-h' || first === 'help') return print(USAGE);
  if (first === '--version') return print(`${version()}\n`);
  const name = `${first} ${second}` in commands ? `${first} ${second}` : first;
  const load = commands[name];
  if (load === undefined) throw new Error(`"${args.join(' ')}" is not a command.\n\n${USAGE}`);
  const run = await load();
  await run(args.slice(name.split(' ').length));
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

function print(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
