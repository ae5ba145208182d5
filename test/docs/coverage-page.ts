import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';

/**
 * docs/coverage.md: which test shows which requirement of the products' guides. The rows are in docs/coverage.yaml; a
 * test names the rows that it shows in a comment above it (`// covers AUTH0-07, MISTAKE-12`), so that neither its
 * title nor its file is written down twice.
 */
const root = resolve(import.meta.dirname, '../..');

export interface Row {
  readonly id: string;
  /** What the guide asks for or describes. */
  readonly asked: string;
  /** The option, page or behaviour of this hub; "**Not here.**" where there is none. */
  readonly here: string;
}

export interface Guide {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

export interface CoveringTest {
  readonly path: string;
  readonly title: string;
  readonly ids: readonly string[];
}

export const guides: readonly Guide[] = parse(readFileSync(join(root, 'docs/coverage.yaml'), 'utf8'));

/** The tests that carry a marker, in the order of their paths; a marker that marks nothing has no title. */
export const coveringTests: readonly CoveringTest[] = ['src', 'test']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  )
  .sort()
  .flatMap(markedTests);

function markedTests(path: string): CoveringTest[] {
  const text = readFileSync(join(root, path), 'utf8');
  const markers = [...text.matchAll(/^ *\/\/ covers\b(.*)$/gm)];
  if (markers.length === 0) return [];
  const statements = testStatements(path, text);
  return markers.map((marker) => {
    const end = marker.index + marker[0].length;
    const next = statements.find(({ start }) => start > end);
    const between = next === undefined ? '?' : text.slice(end, next.start);
    const isAbove = between.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('//'));
    return {
      path,
      title: isAbove ? (next?.title ?? '') : '',
      ids: (marker[1] ?? '').split(',').map((id) => id.trim()),
    };
  });
}

/** `it('…', …)`, `it.each([…])('…', …)`, `describe('…', …)`: every statement that calls something with a title first. */
function testStatements(path: string, text: string): readonly { readonly start: number; readonly title: string }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { start: number; title: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const title = node.expression.arguments[0];
      if (title !== undefined && ts.isStringLiteralLike(title))
        found.push({ start: node.getStart(), title: title.text });
      else if (title !== undefined && ts.isTemplateExpression(title))
        found.push({ start: node.getStart(), title: title.getText().slice(1, -1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((one, other) => one.start - other.start);
}

const opening = `# What five guides ask for, and where it is here

<!-- Written by \`npm run docs:coverage\` from coverage.yaml and the tests; what is changed here by hand is lost. -->

This page lists each field, note and troubleshooting case of the Azure AD guides of Auth0, Logto, Coder, OpenMetadata and Proxmox VE. For each it names the option, page or behaviour of this hub, and the tests that show it (\`%s\` and the like stand for the cases that a test runs over). A row without a test says what is not here. In a clone, \`grep -rn 'covers .*AUTH0-07' src test\` finds the tests of a row.

We read the guides of Auth0 and Logto and those of the three applications in their documentation and source; we ran none of the five products. What was tried with which library is in [applications](applications/README.md#what-was-tried-and-how).
`;

/** The page as it has to be. */
export function coveragePage(): string {
  const sections = guides.map(({ title, about, rows }) =>
    [
      `## ${title}`,
      about,
      [
        '| id | in the guide | here | shown by |',
        '|---|---|---|---|',
        ...rows.map(({ id, asked, here }) => `| ${id} | ${cell(asked)} | ${cell(here)} | ${shownBy(id)} |`),
      ].join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `${[opening.trimEnd(), ...sections].join('\n\n')}\n`;
}

/** `path`: one title; another title. A file is named once; tests are not packed, so these are no links. */
function shownBy(id: string): string {
  const titles = new Map<string, string[]>();
  for (const test of coveringTests.filter(({ ids }) => ids.includes(id)))
    titles.set(test.path, [...(titles.get(test.path) ?? []), cell(test.title).replace(/[<*]/g, '\\$&')]);
  if (titles.size === 0) return '–';
  return [...titles].map(([path, sentences]) => `\`${path}\`: ${sentences.join('; ')}`).join('<br>');
}

function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}
