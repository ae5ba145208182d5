import { describe, expect, it } from '@jest/globals';
import { belowTheFloor, circlesOfFiles, circlesOfFolders, codeLines, type SourceFile } from '../bench/house/source.js';

function file(path: string, imports: readonly string[] = [], lines = 100): SourceFile {
  return { path, imports, lines, code: lines };
}

describe('what `npm run house` counts', () => {
  it('what `npm run house` counts counts the lines on which a token stands, and neither blank lines nor comments', () => {
    const text = `/** A comment
 * over two lines. */
const one = 1; // Beside code.

// Alone.
const two = \`a text

over three lines\`;
/* before */ const three = 3;
`;
    expect(codeLines('a.ts', text)).toBe(4);
    expect(codeLines('a.tsx', 'const page = (\n  <p>\n    a text\n  </p>\n);\n')).toBe(5);
  });

  it('what `npm run house` counts finds a circle of files and a circle of folders that no circle of files makes', () => {
    const files = [
      file('src/a/one.ts', ['src/a/b/two.ts']),
      file('src/a/b/two.ts', []),
      file('src/a/b/three.ts', ['src/a/four.ts']),
      file('src/a/four.ts', []),
    ];
    expect(circlesOfFiles(files)).toEqual([]);
    expect(circlesOfFolders(files)).toEqual([['src/a', 'src/a/b']]);
    expect(circlesOfFiles([...files.slice(0, 3), file('src/a/four.ts', ['src/a/b/three.ts'])])).toEqual([
      ['src/a/b/three.ts', 'src/a/four.ts'],
    ]);
  });

  it('what `npm run house` counts names a small file that has one importer', () => {
    const files = [
      file('src/a.ts', ['src/small.ts', 'src/shared.ts', 'src/large.ts']),
      file('src/b.ts', ['src/shared.ts']),
      file('src/small.ts', [], 24),
      file('src/shared.ts', [], 24),
      file('src/large.ts', [], 25),
    ];
    expect(belowTheFloor(files)).toEqual(['src/small.ts ← src/a.ts']);
  });
});
