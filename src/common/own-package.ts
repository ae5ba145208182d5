import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

let manifest: Manifest | undefined;

/** This package's own `package.json`, of a checkout, a build and an installed package alike. Read once. */
export function ownManifest(): Manifest {
  manifest ??= JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;
  return manifest;
}
