/** Commands on a package run with the copy of this one that the package itself sees: a hub can tell no other's errors. */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND = realpathSync(fileURLToPath(new URL('../portico.js', import.meta.url)));

/**
 * Runs the command by the package's own copy, if it has another one.
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
