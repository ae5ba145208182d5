import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const packed = join(root, 'test/fixtures/builds');

/** Names of the earlier builds that are kept, packed, in `test/fixtures/builds`. */
export const earlierBuilds: readonly string[] = readdirSync(packed)
  .filter((file) => file.endsWith('.tgz'))
  .map((file) => file.replace('.tgz', ''));

/** Unpacks an earlier build where Node finds this checkout's packages for it. @returns the path of its command. */
export function unpackBuild(name: string): string {
  const parent = join(root, 'build/builds');
  const folder = join(parent, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(parent, { recursive: true });
  execFileSync('tar', ['-xzf', join(packed, `${name}.tgz`), '-C', parent]);
  // Imported by the first build even where PostgreSQL is used, and no longer a dependency.
  const addon = join(folder, 'node_modules/better-sqlite3');
  mkdirSync(addon, { recursive: true });
  writeFileSync(join(addon, 'package.json'), JSON.stringify({ type: 'module', exports: './index.js' }));
  writeFileSync(join(addon, 'index.js'), "export default function missing() { throw new Error('not here'); }\n");
  return join(folder, 'dist/cli/portico.js');
}
