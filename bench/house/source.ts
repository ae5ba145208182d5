/** What the source of a checkout consists of: its files without tests, their lines of code, and who imports whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** From the checkout's folder, with slashes, for example `src/login/index.ts`. */
  readonly path: string;
  /** Lines that are neither blank nor comment. */
  readonly code: number;
  /** All lines. */
  readonly lines: number;
  /** The files of the source that this one imports. */
  readonly imports: readonly string[];
}

/** A file below the floor has fewer lines than this, and one importer. */
const FLOOR = 25;

/** The files below `src` that are no tests. @param checkout the folder that `src` is in. */
export function readSource(checkout: string): readonly SourceFile[] {
  const paths = readdirSync(join(checkout, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => posix.relative(checkout, posix.join(entry.parentPath, entry.name)))
    .sort();
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(join(checkout, path), 'utf8');
    return {
      path,
      code: codeLines(path, text),
      lines: text.split('\n').length - 1,
      imports: importsOf(path, text, known),
    };
  });
}

/** Counts the lines on which a token stands, so that a comment in a line of code or a text over several lines is counted right. */
export function codeLines(path: string, text: string): number {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const lines = text.split('\n');
  const counted = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    if (children.length > 0 || node.getEnd() <= node.getStart(source)) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd() - 1).line;
    for (let line = first; line <= last; line += 1) if (lines[line]?.trim() !== '') counted.add(line);
  };
  visit(source);
  return counted.size;
}

function importsOf(path: string, text: string, known: ReadonlySet<string>): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const target = posix.join(posix.dirname(path), fileName).replace(/\.js$/, '');
    return [`${target}.ts`, `${target}.tsx`].filter((one) => known.has(one));
  });
}

/** Files under 25 lines that one file imports, as `path ← importer`. */
export function belowTheFloor(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, lines }) => {
    const importers = files.filter((one) => one.imports.includes(path));
    return lines < FLOOR && importers.length === 1 ? [`${path} ← ${importers[0]?.path}`] : [];
  });
}

/** Groups of files that import each other in a circle. */
export function circlesOfFiles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  return circles(files.flatMap(({ path, imports }) => imports.map((target) => [path, target] as const)));
}

/** Groups of folders whose files import each other in a circle. A folder and its sub-folder are two. */
export function circlesOfFolders(files: readonly SourceFile[]): readonly (readonly string[])[] {
  return circles(
    files.flatMap(({ path, imports }) =>
      imports.map((target) => [posix.dirname(path), posix.dirname(target)] as const),
    ),
  );
}

/** The strongly connected parts of a graph with more than one node (Tarjan). */
function circles(edges: readonly (readonly [string, string])[]): readonly (readonly string[])[] {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const walk = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    stack.push(node);
    let low = own;
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) low = Math.min(low, walk(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? index.get(next) ?? low);
    }
    lowest.set(node, low);
    if (low === own) {
      const part = stack.splice(stack.indexOf(node));
      if (part.length > 1) found.push(part.sort());
    }
    return low;
  };
  for (const node of graph.keys()) if (!index.has(node)) walk(node);
  return found;
}
