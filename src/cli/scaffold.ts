/** Writes the package that `portico connector new` makes, from the templates beside this file. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATES = fileURLToPath(new URL('./scaffold/', import.meta.url));
const ENDING = '.template';

export interface ScaffoldValues {
  /** Lower case, digits, dashes: the strategy. */
  readonly name: string;
  /** Where the package gets `portico` from, as a dependency is written. */
  readonly portico: string;
  /** Version of this package, and the ranges that go with it. */
  readonly version: string;
  readonly ranges: Readonly<Record<'class-transformer' | 'class-validator' | 'types-node' | 'typescript', string>>;
}

/** @returns the files written, relative to `folder`. @throws {Error} when there is something in the folder already. */
export async function writeScaffold(folder: string, values: ScaffoldValues): Promise<readonly string[]> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new Error(`${folder} is not empty. Remove it, or choose another name.`);
  }
  const words = { ...namesOf(values.name), ...values.ranges, portico: values.portico, version: values.version };
  const templates = (await readdir(TEMPLATES, { recursive: true })).filter((path) => path.endsWith(ENDING)).sort();
  const files = templates.map((path) => ({ path, target: targetOf(path, values.name) }));
  for (const { path, target } of files) {
    const text = filled(await readFile(join(TEMPLATES, path), 'utf8'), words);
    await mkdir(dirname(join(folder, target)), { recursive: true });
    await writeFile(join(folder, target), text);
  }
  return files.map(({ target }) => target);
}

/** The name as it is written in code and for people. */
function namesOf(name: string) {
  const words = name.split('-');
  const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = capitals.join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return { name, title: capitals.join(' '), pascal, camel };
}

/** Files of the connector have its name in theirs, as those of its siblings do; npm would leave out a `.gitignore`. */
function targetOf(path: string, name: string): string {
  const file = path.slice(0, -ENDING.length);
  if (file === 'gitignore') return '.gitignore';
  return file.replace(/^src\/(?!index)/, `src/${name}.`);
}

/** Only the words that are known: `{{callback_url}}` of a guide is the hub's. */
function filled(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([a-z-]+)\}\}/g, (whole, word: string) => words[word] ?? whole);
}
