import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Where links of the project's Markdown lead, on a code host and in the packed package. */
export const root = resolve(import.meta.dirname, '../..');

const NOT_OURS = new Set(['node_modules', 'dist', 'build', 'data', 'coverage', '.git']);

/** Every file of the repository, as a path from its root with slashes. */
export function filesOfRepository(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => folder !== root || !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOfRepository(path) : [relative(root, path).replaceAll('\\', '/')];
    });
}

/**
 * Every file of the package, as `npm pack` chooses them; of `dist`, which need not be built, the pages alone: the build
 * copies those of `src` to the same place there.
 */
export async function filesOfPackage(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    maxBuffer: 1e8,
  });
  const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  const chosen = (packed?.files ?? []).map(({ path }) => path).filter((path) => !path.startsWith('dist/'));
  const built = filesOfRepository(join(root, 'src')).filter(isPage);
  return [...chosen, ...built.map((path) => path.replace(/^src\//, 'dist/'))];
}

export function isPage(path: string): boolean {
  return path.endsWith('.md');
}

export interface DeadLink {
  readonly page: string;
  readonly target: string;
}

/** Links of these files' pages that lead to none of these files, or to no heading of it. */
export function deadLinks(files: readonly string[]): DeadLink[] {
  const there = new Set(files);
  return files.filter(isPage).flatMap((page) => {
    const text = textOf(page);
    return linksIn(text)
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), decodeURI(path)));
        if (!there.has(file)) return true;
        return anchor !== undefined && !anchorsIn(textOf(file)).has(anchor);
      })
      .map((target) => ({ page, target }));
  });
}

/** What a page in `dist` says is what the page in `src` says that it is a copy of. */
function textOf(path: string): string {
  return readFileSync(join(root, path.replace(/^dist\//, 'src/')), 'utf8');
}

/** Relative targets of links and images: in brackets, by reference, and in HTML. */
export function linksIn(markdown: string): string[] {
  const text = withoutCode(markdown);
  return [/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g, /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?/gm, /\s(?:href|src)="([^"]+)"/g]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([, target = '']) => target))
    .filter((target) => !/^[a-z][a-z\d+.-]*:|^\/\//i.test(target));
}

/** Headings as a code host turns them into anchors: lower case, hyphens for spaces, a number for a heading said before. */
export function anchorsIn(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...withoutFences(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const before = seen.get(anchor);
    seen.set(anchor, (before ?? 0) + 1);
    return before === undefined ? anchor : `${anchor}-${before}`;
  });
  return new Set(headings);
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/(`+)[^`][\s\S]*?\1/g, '');
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^ *(`{3,}|~{3,})[\s\S]*?^ *\1 *$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}
