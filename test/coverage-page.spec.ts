import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const docs = resolve(import.meta.dirname, '../docs');

interface Row {
  readonly guide: string;
  readonly here: string;
  readonly shownBy: string;
}

const page = readFileSync(join(docs, 'coverage.md'), 'utf8');

/** Cells are divided by bars without a backslash before them. */
const rows: readonly Row[] = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| in the guide'))
  .map((line) => {
    const [, guide = '', here = '', shownBy = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { guide, here, shownBy };
  });

/** Links to tests, with the sentence that is looked for. */
function testsIn(text: string): readonly { readonly sentence: string; readonly path: string }[] {
  return [...text.matchAll(/\[((?:\\.|[^\]\\])+)\]\(([^)]+\.spec\.ts)\)/g)].map(([, sentence = '', path = '']) => ({
    sentence: sentence.replace(/\\(.)/g, '$1'),
    path,
  }));
}

describe('docs/coverage.md', () => {
  it('is read as a table', () => {
    expect(rows.length).toBeGreaterThan(140);
    expect(rows.filter(({ guide, here, shownBy }) => guide === '' || here === '' || shownBy === '')).toEqual([]);
  });

  it('names tests that exist, by their sentences', () => {
    const named = rows.flatMap(({ shownBy }) => testsIn(shownBy));
    expect(named.length).toBeGreaterThan(200);
    const missing = named.filter(({ sentence, path }) => {
      const file = join(docs, path);
      return !existsSync(file) || !quotes(readFileSync(file, 'utf8'), sentence);
    });
    expect(missing).toEqual([]);
  });

  it('says of whatever no test shows that it is not here, or not tested', () => {
    const bare = rows.filter(({ shownBy, here }) => testsIn(shownBy).length === 0 && !here.includes('**Not '));
    expect(bare).toEqual([]);
  });

  it.each(['.', 'applications'])('and the other pages in %s link to what is there', (folder) => {
    const files = readdirSync(join(docs, folder)).filter((name) => name.endsWith('.md'));
    const broken = files.flatMap((name) =>
      [...readFileSync(join(docs, folder, name), 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)]
        .filter(([, target = '']) => target !== '' && !existsSync(join(docs, folder, target)))
        .map(([, target]) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

/** Whether a test file has the sentence as a title: in whichever quotes, whole. */
function quotes(text: string, sentence: string): boolean {
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${sentence}${quote}`));
}
