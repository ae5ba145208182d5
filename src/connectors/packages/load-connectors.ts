import { StartupError } from '../../config/index.js';
import type { ConnectorDefinition } from '../connector.js';
import { rememberSource } from '../connector-mark.js';
import { CannotLocate, locate } from './locate.js';
import { foreignCopies, ONE_COPY, type ReadDefinitions, readDefinitions } from './read-definitions.js';

export interface LoadConnectorsOptions {
  /** Connectors that the hub has anyway: their names are taken. Default: none. */
  readonly beside?: readonly ConnectorDefinition[];
  /** Where packages and relative paths are looked for. Default: the working directory. */
  readonly directory?: string;
  /** Default: `import`. */
  readonly importModule?: (url: URL) => Promise<object>;
}

interface Loaded {
  readonly specifier: string;
  readonly definitions: readonly ConnectorDefinition[];
  readonly problems: readonly ConnectorPackageProblem[];
}

/**
 * The connectors that packages and files export, in the order of the list; each may export several.
 * @throws {ConnectorPackagesError} that names everything wrong with all of them, and the remedies.
 */
export async function loadConnectors(
  specifiers: readonly string[],
  { beside = [], directory = process.cwd(), importModule = importFrom }: LoadConnectorsOptions = {},
): Promise<readonly ConnectorDefinition[]> {
  // One after the other: what a package prints or does at import happens in the order of the list.
  const loaded: Loaded[] = [];
  for (const specifier of specifiers) loaded.push(await load(specifier, directory, importModule));
  const problems = [...loaded.flatMap((one) => one.problems), ...clashes(loaded, beside)];
  if (problems.length > 0) throw new ConnectorPackagesError(problems);
  for (const { specifier, definitions } of loaded) for (const one of definitions) rememberSource(one, specifier);
  return loaded.flatMap((one) => one.definitions);
}

async function load(
  specifier: string,
  directory: string,
  importModule: (url: URL) => Promise<object>,
): Promise<Loaded> {
  const failed = (field: string, message: string): Loaded => ({
    specifier,
    definitions: [],
    problems: [{ specifier, field, message }],
  });
  let url: URL;
  try {
    url = locate(specifier, directory);
  } catch (error) {
    if (error instanceof CannotLocate) return failed('package', error.message);
    throw error;
  }
  const copies = foreignCopies(url).map(({ library, found }) => ({
    specifier,
    field: library,
    message: `comes in a second copy, from ${found}: the hub cannot see the decorators of that one. ${ONE_COPY}`,
  }));
  let exports: object;
  try {
    exports = await importModule(url);
  } catch (error) {
    return failed('import', `failed: ${firstLine(error)}. Mend the package, or install what it misses.`);
  }
  let read: ReadDefinitions;
  try {
    read = readDefinitions(exports);
  } catch (error) {
    // Reading a member may run the package's own code.
    return failed('export', `cannot be read: ${firstLine(error)}. Mend the package.`);
  }
  const { definitions, problems, isOfAnotherCopy } = read;
  const own = problems.map((one) => ({ specifier, ...one }));
  // The libraries of another copy are others too: one cause, one problem.
  return { specifier, definitions, problems: isOfAnotherCopy ? own : [...copies, ...own] };
}

/** Names that are claimed twice: among the packages, or with what the hub has anyway. */
function clashes(loaded: readonly Loaded[], beside: readonly ConnectorDefinition[]): ConnectorPackageProblem[] {
  const owners = new Map<unknown, string>();
  for (const one of beside)
    for (const { name } of namesOf(one)) owners.set(name, `the connector "${one.strategy}" of the hub`);
  return loaded.flatMap(({ specifier, definitions }) =>
    definitions.flatMap(namesOf).flatMap(({ field, name }) => {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, `${specifier}`);
      const message = `"${String(name)}" is claimed by ${owner} as well. Give the connector another name, or leave one of the two out.`;
      return owner === undefined ? [] : [{ specifier, field, message }];
    }),
  );
}

function namesOf({
  strategy,
  aliases,
}: ConnectorDefinition): readonly { readonly field: string; readonly name: unknown }[] {
  const others: readonly unknown[] = Array.isArray(aliases) ? aliases : [];
  return [{ field: 'strategy', name: strategy }, ...others.map((name) => ({ field: 'aliases', name }))];
}

async function importFrom(url: URL): Promise<object> {
  return (await import(url.href)) as object;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n', 1)[0]?.replace(/\.$/, '') ?? '';
}

/** What is wrong with one package, and the remedy. */
export interface ConnectorPackageProblem {
  /** As the operator lists it. */
  readonly specifier: string;
  /** Member of the definition, or the part of the package that it is about. */
  readonly field: string;
  readonly message: string;
}

/** Connectors from outside do not fit. Names every package, field and remedy at once. */
export class ConnectorPackagesError extends StartupError {
  constructor(readonly problems: readonly ConnectorPackageProblem[]) {
    super(`Connectors of PORTICO_CONNECTORS cannot be used:\n${explainPackageProblems(problems)}`);
  }
}

/** One line for each problem. */
export function explainPackageProblems(problems: readonly ConnectorPackageProblem[]): string {
  return problems.map(({ specifier, field, message }) => `  - ${specifier}: ${field} ${message}`).join('\n');
}
