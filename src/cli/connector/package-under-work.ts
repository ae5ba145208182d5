/** The connector that an author works on, a folder of a package or a file, and the copy of this package that it sees. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConnectorDefinition } from '../../connectors/index.js';
import { ConnectorPackagesError, explainPackageProblems, loadConnectors } from '../../connectors/packages/index.js';

/** A path relative to the working directory is meant, even without a dot. */
export function asPath(path: string): string {
  return resolve(path);
}

/**
 * The one connector at the path, checked as a hub checks it at start.
 * @throws {Error} that names the remedy.
 */
export async function loadConnector(path: string, strategy: string | undefined): Promise<ConnectorDefinition> {
  const all = await loadConnectors([path]).catch((error: unknown) => {
    if (!(error instanceof ConnectorPackagesError)) throw error;
    throw new Error(`A hub would refuse this connector:\n${explainPackageProblems(error.problems)}`);
  });
  const [only, ...others] = strategy === undefined ? all : all.filter((one) => one.strategy === strategy);
  if (only !== undefined && others.length === 0) return only;
  const names = all.map((one) => one.strategy).join(', ');
  throw new Error(`${path} exports the connectors ${names}. Choose one: --strategy NAME.`);
}

/**
 * The module with the contract harness: what `--contract` says, or `portico.contract` in the package.json.
 * @throws {Error} that names the remedy.
 */
export function contractModule(path: string, given: string | undefined): URL {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const named = given === undefined ? namedIn(folder) : resolve(given);
  if (named === undefined) {
    throw new Error(
      `${path} does not say how it is tested. Export a ConnectorHarness of "portico/testing" as "harness" from a module, and name that as "portico": { "contract": "./build/test/contract.js" } in the package.json, or with --contract FILE.`,
    );
  }
  if (!existsSync(named)) throw new Error(`${named} is not there. Build the package first: npm run build.`);
  return pathToFileURL(named);
}

function namedIn(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { portico } = JSON.parse(readFileSync(file, 'utf8')) as { portico?: { contract?: unknown } };
  return typeof portico?.contract === 'string' ? join(folder, portico.contract) : undefined;
}

const COMMAND = realpathSync(fileURLToPath(new URL('../portico.js', import.meta.url)));

/**
 * Runs the command by the package's own copy of this one, if it has another: a hub can tell no other's errors.
 * @returns the exit code, or undefined when this copy is the one.
 */
export async function runByOwnCopy(path: string, args: readonly string[]): Promise<number | undefined> {
  const command = ownCommand(path);
  if (command === undefined || command === COMMAND) return undefined;
  const child = spawn(process.execPath, [command, ...args], { stdio: 'inherit' });
  return await new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => done(code ?? 1));
  });
}

/** As Node finds a package: in the `node_modules` of the folder and of those around it. */
function ownCommand(path: string): string | undefined {
  for (let folder = statSync(path).isDirectory() ? path : dirname(path); ; folder = dirname(folder)) {
    const command = join(folder, 'node_modules/portico/dist/cli/portico.js');
    if (existsSync(command)) return realpathSync(command);
    if (folder === dirname(folder)) return undefined;
  }
}
