import { type ParseArgsConfig, parseArgs } from 'node:util';

/** @throws {Error} that names the argument, when a command that takes none was given some. */
export function noArguments(command: string, args: readonly string[]): void {
  if (args.length > 0)
    throw new Error(
      `"${command}" takes no arguments, but got "${args.join(' ')}". It is configured by environment variables.`,
    );
}

/** What to say where the list of options is long. */
export function seeHelp(command: string): string {
  return `"portico ${command} --help" lists the options.`;
}

/**
 * Reads options that are TCP ports.
 * @throws {Error} that names the option and what it takes.
 */
export function portOptions<Name extends string>(
  args: readonly string[],
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[];
  const values = parse(args, names);
  const ports = names.map(
    (name) => [name, values[name] === undefined ? defaults[name] : port(name, String(values[name]))] as const,
  );
  const distinct = new Set(ports.map(([, number]) => number));
  if (distinct.size < ports.length)
    throw new Error(`The ports must differ: ${ports.map(([name, number]) => `--${name} ${number}`).join(' ')}.`);
  return Object.fromEntries(ports) as Record<Name, number>;
}

function parse(args: readonly string[], names: readonly string[]): Readonly<Record<string, unknown>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const list = `There are ${names.map((name) => `--${name} PORT`).join(', ')}.`;
  return parsed({ args: [...args], options, strict: true, allowPositionals: false }, list).values;
}

/**
 * `parseArgs` of Node.
 * @throws {Error} of one sentence that names the argument, and `remedy`.
 */
export function parsed<Config extends ParseArgsConfig>(
  config: Config,
  remedy: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new Error(`${sentence.replace(/\.$/, '')}. ${remedy}`);
  }
}

function port(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw new Error(`--${name} takes a port from 1 to 65535, for example --${name} 4000.`);
}
