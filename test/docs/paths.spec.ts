import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesOfRepository, isPage, root } from './links.js';

/** Paths in code spans; NAME stands for whatever is to be made. */
function pathsIn(page: string): string[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/`((?:src|test|bench|docs|examples|deploy)\/[\w./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('NAME'));
}

describe.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s', (page) => {
  it('the documentation names only files and folders that exist', () => {
    const paths = pathsIn(page);
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the documentation', () => {
  it('the documentation names only commands of npm that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = filesOfRepository()
      .filter((path) => isPage(path) && !path.startsWith('docs/decisions/') && path !== 'docs/connectors.md')
      .filter((path) => !path.startsWith('examples/connector-package/') && path !== 'CHANGELOG.md')
      .flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(/npm run ([\w:-]+)/g)])
      .map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('docs/architecture.md names each folder of the source, and none that is not there', () => {
    const [, rooms = ''] =
      /^## The rooms\n([\s\S]*?)^## /m.exec(readFileSync(join(root, 'docs/architecture.md'), 'utf8')) ?? [];
    const named = [...rooms.matchAll(/`([\w./-]+\/)`/g)].map(([, folder = '']) => folder);
    const missing = named.filter(
      (folder) => !existsSync(join(root, 'src', folder)) && !existsSync(join(root, 'src/connectors', folder)),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(
      missing.filter((folder) => folder !== 'src/' && folder !== 'tables/' && folder !== 'docs/decisions/'),
    ).toEqual([]);
  });
});
