import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsed, seeHelp } from './arguments.js';
import { connectorName } from './connector/connector-name.js';
import { withoutRuntimeNotice } from './runtime-notice.js';
import { writeScaffold } from './scaffold.js';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

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
  const manifest = JSON.parse(readFileSync(join(OWN_FOLDER, 'package.json'), 'utf8')) as Manifest;
  const files = await writeScaffold(folder, {
    name,
    version: manifest.version,
    portico: porticoFor(folder, values.portico),
    ranges: {
      'class-transformer': rangeOf(manifest, 'class-transformer'),
      'class-validator': rangeOf(manifest, 'class-validator'),
      'types-node': rangeOf(manifest, '@types/node'),
      typescript: rangeOf(manifest, 'typescript'),
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
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(project, 'utf8')) as Partial<Manifest>;
  return dependencies.portico ?? devDependencies.portico;
}

function rangeOf({ dependencies, devDependencies }: Manifest, name: string): string {
  return dependencies[name] ?? devDependencies[name] ?? '*';
}
