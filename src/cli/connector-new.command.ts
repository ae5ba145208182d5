import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownManifest } from '../common/own-package.js';
import { withoutRuntimeNotice } from '../runtime-notice.js';
import { parsed, seeHelp } from './arguments.js';
import { writeScaffold } from './scaffold.js';

const OWN_FOLDER = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** `portico connector new NAME`: a package with a working connector, its tests and its guide. */
export async function connectorNew(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(
    {
      args: [...args],
      options: { portico: { type: 'string' } },
      allowPositionals: true,
    },
    seeHelp('connector new'),
  );
  const { builtInConnectors } = await withoutRuntimeNotice(() => import('../app.module.js'));
  const taken = builtInConnectors.flatMap((one) => [one.strategy, ...(one.aliases ?? [])]);
  const name = connectorName(positionals, taken);
  const folder = resolve(`portico-connector-${name}`);
  const files = await writeScaffold(folder, {
    name,
    version: ownManifest().version,
    portico: porticoFor(folder, values.portico),
    ranges: {
      'class-transformer': rangeOf('class-transformer'),
      'class-validator': rangeOf('class-validator'),
      'types-node': rangeOf('@types/node'),
      typescript: rangeOf('typescript'),
    },
  });
  process.stdout.write(`${files.map((file) => `  ${join(relative('.', folder), file)}`).join('\n')}

Next:
  cd ${relative('.', folder)}
  npm install --ignore-scripts
  npm test
`);
}

/**
 * Where the package gets this one from: from where the project around this copy has it. Never from a registry by
 * guess: somebody else's package could have the name there.
 */
function porticoFor(folder: string, given: string | undefined): string {
  const project = resolve(OWN_FOLDER, '../..', 'package.json');
  const found = given ?? (existsSync(project) ? installedAs(project) : undefined);
  if (found === undefined) {
    throw new Error(
      'Say where the package gets portico from, for example: --portico ../portico-0.1.0.tgz (made by "npm pack" in its repository).',
    );
  }
  const path = /^(?:file:)?(\.{0,2}\/.*|[^:@]+\.tgz)$/.exec(found)?.[1];
  if (path === undefined) return found;
  const base = given === undefined ? dirname(project) : process.cwd();
  return `file:${relative(folder, isAbsolute(path) ? path : resolve(base, path))}`;
}

function installedAs(project: string): string | undefined {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(project, 'utf8')) as Partial<
    ReturnType<typeof ownManifest>
  >;
  return dependencies.portico ?? devDependencies.portico;
}

function rangeOf(name: string): string {
  const { dependencies, devDependencies } = ownManifest();
  return dependencies[name] ?? devDependencies[name] ?? '*';
}

/** First a letter: the name is also that of a class. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_LENGTH = 50;

/**
 * The one name among the arguments.
 * @param taken strategies and aliases of the connectors that a hub has anyway.
 * @throws {Error} that says what a name is.
 */
export function connectorName(args: readonly string[], taken: readonly string[]): string {
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0 || !NAME.test(name) || name.length > MAX_LENGTH) {
    throw new Error(
      '"portico connector new" takes one name of lower case letters, digits and dashes, for example: acme',
    );
  }
  if (taken.includes(name)) {
    throw new Error(`Every hub has a connector "${name}" already. Choose another name, for example: my-${name}`);
  }
  return name;
}
