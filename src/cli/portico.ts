#!/usr/bin/env node
import { ownManifest } from '../common/own-package.js';
import { runHub, runProgram } from '../program.js';
import { noArguments } from './arguments.js';

interface Command {
  /** What it does, in one line of the list of commands. */
  readonly summary: string;
  /** The lines after `Usage:` and the summary, when `--help` follows the command. */
  readonly help: string;
  load(): Promise<(args: readonly string[]) => Promise<void>>;
}

const BY_ENVIRONMENT = 'It takes no arguments: the environment configures it (README.md lists the variables).';

/** The command line's table of contents: one module for each command, loaded when it is asked for. */
const commands: ReadonlyMap<string, Command> = new Map([
  [
    'start',
    {
      summary: 'start the hub; it is configured by environment variables (see README.md)',
      help: `${BY_ENVIRONMENT}\nSIGTERM or Ctrl-C finishes what is in flight and ends it.`,
      load: async () => (args) => {
        noArguments('portico start', args);
        return runHub(process.env);
      },
    },
  ],
  [
    'demo',
    {
      summary: 'start a hub, a sandbox Entra and a sample application on this machine, and print one URL',
      help: [
        '  --port PORT            of the hub (3000)',
        '  --app-port PORT        of the sample application (3001)',
        '  --sandbox-port PORT    of the sandbox Entra (3002)',
      ].join('\n'),
      load: async () => (await import('./demo.command.js')).demo,
    },
  ],
  [
    'keys rotate',
    {
      summary: 'publish a new signing key; a running hub starts to sign with it by itself',
      help: `${BY_ENVIRONMENT} Give it that of the hub.`,
      load: async () => (await import('./keys-rotate.command.js')).keysRotate,
    },
  ],
  [
    'connector new',
    {
      summary: 'make a package with a connector to start from: portico connector new NAME',
      help: [
        'Makes the folder portico-connector-NAME: a connector that works, its guide and its tests.',
        '  --portico WHERE        where it gets portico from, for example ../portico-0.1.0.tgz (as the project here)',
      ].join('\n'),
      load: async () => (await import('./connector-new.command.js')).connectorNew,
    },
  ],
  [
    'connector test',
    {
      summary: 'run the contract suite over a connector: portico connector test PATH',
      help: [
        'PATH is the folder of a package, or a file. Ends with 1 when a sentence fails.',
        '  --contract FILE        module that exports the harness ("portico": { "contract" } in the package.json)',
        '  --strategy NAME        which one, where PATH exports several',
      ].join('\n'),
      load: async () => (await import('./connector-test.command.js')).connectorTest,
    },
  ],
  [
    'connector try',
    {
      summary: 'one sign-in against a live upstream, with a trace: portico connector try PATH --issuer URL',
      help: [
        'PATH is the folder of a package, a file, or the strategy of a connector that comes with the hub.',
        '  --option NAME=VALUE    an option of the connection; @FILE reads the value from a file, env:NAME from the',
        '                         environment. Secrets must come so: everybody on this machine sees arguments',
        '  --options FILE         a JSON file of options',
        '  --issuer URL           short for --option issuer=URL',
        '  --callback URL         on this machine, as it is registered (http://localhost:8765/callback)',
        '  --allow HOST[:PORT]    an upstream that is private, or speaks plain http',
        '  --prompt, --login-hint what the upstream is asked for',
        '  --strategy NAME        which one, where PATH exports several',
        '  --timeout SECONDS      how long it waits for the browser (300)',
      ].join('\n'),
      load: async () => (await import('./connector-try.command.js')).connectorTry,
    },
  ],
]);

const USAGE = `Portico, a self-hosted identity hub

${[...commands].map(([name, { summary }]) => `  portico ${name.padEnd(14)} ${summary}`).join('\n')}
  portico --version
  portico --help         also after a command
`;

async function main(args: readonly string[]): Promise<void> {
  const [first = '', second = ''] = args;
  if (first === '' || first === 'help' || isHelp(first)) return print(USAGE);
  if (first === '--version' || first === '-v') return print(`${ownManifest().version}\n`);
  const name = [`${first} ${second}`, first].find((one) => commands.has(one));
  const command = name === undefined ? undefined : commands.get(name);
  if (name === undefined || command === undefined) {
    if (args.some(isHelp)) return print(USAGE);
    throw new Error(`"${args.join(' ')}" is not a command.\n\n${USAGE}`);
  }
  const rest = args.slice(name.split(' ').length);
  if (rest.some(isHelp)) return print(`portico ${name}: ${command.summary}\n\n${command.help}\n`);
  const run = await command.load();
  await run(rest);
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

function print(text: string): void {
  process.stdout.write(text);
}

runProgram(() => main(process.argv.slice(2)));
