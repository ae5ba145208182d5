import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets, by what they are: what to look for in whatever leaves the hub. */
export type Canaries = ReadonlyMap<string, string>;

/** Which canaries are in the text, as they are or behind an encoding. */
export function foundIn(text: string, canaries: Canaries): readonly string[] {
  return [...canaries].filter(([, secret]) => forms(secret).some((form) => text.includes(form))).map(([name]) => name);
}

/** Which canaries are in which files below a folder. */
export function foundInFiles(folder: string, canaries: Canaries, except: readonly string[]): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !except.includes(entry.name),
  );
  return files.flatMap(({ parentPath, name }) =>
    foundIn(readFileSync(join(parentPath, name), 'latin1'), canaries).map((canary) => `${name}: ${canary}`),
  );
}

function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // Base64 looks different at each of three places in what it is part of; the letters at its ends belong to neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : 4, -2),
  );
  const inUrl = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = bytes.toString('hex');
  return [secret, encodeURIComponent(secret), ...base64, ...inUrl, hex, hex.toUpperCase()];
}
