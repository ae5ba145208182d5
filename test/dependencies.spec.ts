import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly devDependencies: Versions;
  readonly overrides: Readonly<Record<string, Versions>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface LockedPackage {
  readonly version: string;
  readonly optionalDependencies?: Versions;
  readonly hasInstallScript?: boolean;
}

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, LockedPackage>> };

/** The names in the first column of a section's tables. */
function rows(heading: RegExp): string[] {
  const section = read('docs/dependencies.md')
    .split(/^## /m)
    .find((text) => heading.test(text));
  const cells = section?.match(/^\| `.*?(?= \|)/gm) ?? [];
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).sort();
}

/** Where Node would find `name` from the package at `from`, by the lock file. */
function locked(from: string, name: string): string | undefined {
  const parent = from.lastIndexOf('node_modules/');
  const here = `${from}${from === '' ? '' : '/'}node_modules/${name}`;
  if (here in packages || from === '') return here in packages ? here : undefined;
  return locked(from.slice(0, Math.max(parent - 1, 0)), name);
}

describe('the dependencies', () => {
  it.each([
    ['of the running hub', /^Of the running hub/, manifest.dependencies],
    ['for development and tests', /^For development/, manifest.devDependencies],
  ])('%s are explained, each of them and no other', (_which, heading, versions) => {
    expect(rows(heading)).toEqual(Object.keys(versions).sort());
  });

  it('that are optional are explained, with every override', () => {
    const overrides = Object.values(manifest.overrides).flatMap((versions) => Object.keys(versions));
    expect(rows(/^Optional/)).toEqual([...Object.keys(manifest.optionalDependencies), ...overrides].sort());
  });

  it('the dependencies are locked for every platform, so that npm ci works on each', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => locked(path, name) === undefined),
    );
    expect(missing).toEqual([]);
  });

  it('the dependencies run no install script: every package that has one is named, and refused', () => {
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(scripted)].sort());
    expect(Object.values(manifest.allowScripts).filter((isAllowed) => isAllowed)).toEqual([]);
  });
});
