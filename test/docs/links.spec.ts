import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchorsIn, deadLinks, filesOfPackage, filesOfRepository, isPage, linksIn, root } from './links.js';

describe('the links of the documentation', () => {
  it('the links of the documentation lead somewhere on a code host: to a file, and to a heading of it', () => {
    const files = filesOfRepository();
    expect(files.filter(isPage).length).toBeGreaterThan(25);
    expect(deadLinks(files)).toEqual([]);
  });

  it('the links of the documentation lead somewhere in the packed package, too, for each page that it has', async () => {
    const files = await filesOfPackage();
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        'docs/operating.md',
        'src/connectors/azuread/README.md',
        'dist/connectors/azuread/README.md',
      ]),
    );
    expect(deadLinks(files)).toEqual([]);
  });

  it('the links of the documentation are found in every form that Markdown has, and not in code', () => {
    const page = [
      '[a](one.md#two) and ![an image](images/one.png "Title") beside [elsewhere](https://example.com/x.md)',
      '[by reference]: three.md',
      '<img src="four.png"> `[code](five.md)`',
      '```md',
      '[in a fence](six.md)',
      '```',
    ].join('\n');
    expect(linksIn(page)).toEqual(['one.md#two', 'images/one.png', 'three.md', 'four.png']);
  });

  it('the links of the documentation find headings by the anchors of a code host', () => {
    const anchors = anchorsIn(
      '# What is `a_b`?\n\n## [Link](x.md), and more\n\n## Twice\n\n## Twice\n```\n# no heading\n```\n',
    );
    expect([...anchors]).toEqual(['what-is-a_b', 'link-and-more', 'twice', 'twice-1']);
  });

  it('the links of the documentation are checked for dead ends: a file, a folder or a heading that is not there is reported', () => {
    const page = 'docs/operating.md';
    expect(deadLinks([page]).map(({ target }) => target)).toContain('../README.md#your-first-real-connection');
    expect(deadLinks(['docs/dependencies.md', 'docs/decisions/none.txt'])).toEqual([
      { page: 'docs/dependencies.md', target: 'decisions/2026-11-21-microsofts-own-strategy-is-a-choice.md' },
    ]);
  });
});

describe('the source code', () => {
  it('the source code names only pages of the documentation that exist', () => {
    const files = filesOfRepository();
    const there = new Set(files);
    const named = files
      .filter(
        (path) =>
          /^(src|test|bench|examples)\/.*\.(tsx?|mjs|js|template)$/.test(path) && !path.startsWith('test/docs/'),
      )
      .flatMap((path) =>
        [...readFileSync(join(root, path), 'utf8').matchAll(/\b(?:docs|src|deploy|examples)\/[\w./-]+\.md\b/g)].map(
          ([page]) => ({ path, page }),
        ),
      );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(({ page }) => !there.has(page))).toEqual([]);
  });
});
