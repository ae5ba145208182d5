/** Where a listed connector is: a package, a file or a folder, as seen from a directory. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolve as resolveImport } from 'import-meta-resolve';
import { errorCode } from '../../common/errors.js';

/** What is wrong, and what to do, as the end of a sentence. */
export class CannotLocate extends Error {}

/**
 * The URL of the module that `specifier` stands for. A path begins with a dot or a slash; anything else is a package.
 * @throws {CannotLocate}
 */
export function locate(specifier: string, directory: string): URL {
  if (/^\.{1,2}(\/|$)/.test(specifier) || isAbsolute(specifier)) return locatePath(resolve(directory, specifier));
  return locatePackage(specifier, directory);
}

/** @param from a folder below which, or above which, the package is installed; or its own. */
function locatePackage(name: string, from: string): URL {
  try {
    return existing(new URL(resolveImport(name, pathToFileURL(join(from, 'package.json')).href)));
  } catch (error) {
    if (error instanceof CannotLocate) throw error;
    const isMissing = errorCode(error) === 'ERR_MODULE_NOT_FOUND';
    throw new CannotLocate(
      isMissing
        ? `is not installed in ${from}. Run there: npm install ${name} – or, for a file, begin its path with "./".`
        : `cannot be resolved from ${from} (${errorCode(error) ?? 'no code'}). Check "exports" in its package.json.`,
    );
  }
}

function locatePath(path: string): URL {
  if (!existsSync(path)) throw new CannotLocate(`is not there: ${path}. Correct the path.`);
  return statSync(path).isDirectory() ? locateFolder(path) : pathToFileURL(path);
}

/** The entry of the package in a folder. */
function locateFolder(folder: string): URL {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) throw new CannotLocate(`is a folder without a package.json: ${folder}. Name the file.`);
  const { name, main, exports } = readPackage(file);
  // A package may import itself by its name: so its "exports" are read as they are for everybody else.
  if (typeof name === 'string' && exports !== undefined) return locatePackage(name, folder);
  return existing(pathToFileURL(join(folder, typeof main === 'string' ? main : 'index.js')));
}

function readPackage(file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Said below, for every content that is none.
  }
  if (typeof content === 'object' && content !== null) return content as Readonly<Record<string, unknown>>;
  throw new CannotLocate(`has a package.json that cannot be read: ${file}. Correct it, or name the file itself.`);
}

function existing(url: URL): URL {
  if (url.protocol !== 'file:') {
    throw new CannotLocate('is neither a package nor a file. Name a package, or a path that begins with "./".');
  }
  if (!existsSync(url)) throw new CannotLocate(`has no file ${url.pathname}. Build the package: npm run build.`);
  return url;
}
