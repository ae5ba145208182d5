import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { belowTheFloor, circlesOfFiles, circlesOfFolders, readSource } from '../bench/house/source.js';
import { azureAd } from '../src/connectors/azuread/index.js';

const root = resolve(import.meta.dirname, '..');

interface SourceFile {
  /** Path from the project's root, for example `src/login/index.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const path = relative(root, join(entry.parentPath, entry.name));
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, lines: text.split('\n').length - 1 };
    });
}

const everything = [...filesUnder('src'), ...filesUnder('test')];
const sources = everything.filter(({ path }) => path.startsWith('src/') && !/\.spec\.tsx?$/.test(path));
/** Who imports whom, as `npm run house` reads it. */
const house = readSource(root);
const imports = house.flatMap(({ path, imports: targets }) => targets.map((to) => ({ from: path, to })));

function specifiersOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The room that a file belongs to: a folder of `src`, each connector's folder by itself, or the root. */
function roomOf(path: string): string {
  const [, first = '', second = '', third] = path.split('/');
  if (second === '') return 'root';
  return first === 'connectors' && third !== undefined ? `connectors/${second}` : first;
}

/** Who may import whom; docs/architecture.md draws it. The root and the commands compose the hub, and may name anything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'openid-provider': [
    'login',
    'users',
    'applications',
    'connections',
    'management',
    'events',
    'pages',
    'common',
    'config',
  ],
  login: ['upstream', 'pages', 'connections', 'connectors', 'users', 'applications', 'events', 'common', 'config'],
  trials: ['upstream', 'pages', 'connections', 'connectors', 'management', 'events', 'common', 'config'],
  consents: ['upstream', 'pages', 'connections', 'connectors', 'management', 'events', 'common', 'config'],
  upstream: ['connections', 'connectors', 'events', 'pages', 'common', 'config'],
  connections: ['connectors', 'management', 'events', 'common', 'config'],
  applications: ['management', 'events', 'common', 'config'],
  users: ['connectors', 'management', 'events', 'common', 'config'],
  management: ['events', 'common', 'config'],
  events: ['common', 'config'],
  pages: ['common', 'config'],
  connectors: ['common', 'config'],
  'connectors/oidc': ['connectors'],
  'connectors/passport': ['connectors', 'connectors/oidc'],
  'connectors/azuread': ['connectors', 'connectors/oidc', 'connectors/passport'],
  'connectors/github': ['connectors', 'connectors/oidc', 'connectors/passport'],
  'connectors/fake': ['connectors'],
  'connectors/packages': ['connectors', 'common', 'config'],
  'connectors/testing': ['connectors', 'connectors/fake', 'connectors/oidc', 'common'],
  // Nothing of the hub but its connectors: it runs in applications that have no hub.
  guard: ['connectors', 'common'],
  // The ports of the features, which it implements.
  storage: [
    'openid-provider',
    'upstream',
    'login',
    'trials',
    'consents',
    'users',
    'applications',
    'connections',
    'events',
    'common',
    'config',
  ],
  sandbox: ['common'],
  common: ['config'],
  config: [],
};
const COMPOSING = ['root', 'cli'];
/** Rooms that others enter by their `index.ts`, which says what is theirs to use. */
const FEATURES = [
  'openid-provider',
  'login',
  'upstream',
  'trials',
  'consents',
  'pages',
  'users',
  'applications',
  'connections',
  'management',
  'events',
  'connectors',
];

const crossings = imports
  .map(({ from, to }) => ({ from, to, source: roomOf(from), target: roomOf(to) }))
  .filter(({ source, target }) => source !== target);

const shown = ({ from, to }: { readonly from: string; readonly to: string }) => `${from} → ${to}`;

describe('the structure of the hub', () => {
  it('the structure of the hub has no file of logic that is longer than 250 lines', () => {
    const exempt = /\/messages\/|\.messages\.ts$|^src\/storage\/(tables|migrations)\//;
    const long = everything.filter(({ path, lines }) => lines > 250 && !exempt.test(path));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('the structure of the hub has no file under 25 lines for one importer, unless its first comment says why it is a file of its own', () => {
    const small = belowTheFloor(house).map((line) => line.split(' ')[0] ?? '');
    const withoutReason = small.filter((path) => {
      const text = sources.find((file) => file.path === path)?.text ?? '';
      return !/\bso short a file\b|\bA file of its own\b/i.test(firstComment(text));
    });
    expect(withoutReason).toEqual([]);
    expect(small.length).toBeLessThanOrEqual(20);
  });

  it('the structure of the hub knows the import rules of every room', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => !COMPOSING.includes(room) && mayImport[room] === undefined)).toEqual([]);
  });

  it('the structure of the hub imports only along the arrows of the design', () => {
    const wrong = crossings.filter(
      ({ source, target }) => !COMPOSING.includes(source) && !mayImport[source]?.includes(target),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('enters another feature only by its index', () => {
    const wrong = crossings.filter(
      ({ source, target, to }) =>
        FEATURES.includes(target) &&
        !source.startsWith('connectors/') &&
        !COMPOSING.includes(source) &&
        to !== `src/${target}/index.ts`,
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('the structure of the hub has no circle of files', () => {
    expect(circlesOfFiles(house)).toEqual([]);
  });

  it('the structure of the hub has no circle of folders, sub-folders included', () => {
    expect(circlesOfFolders(house)).toEqual([]);
  });

  it('the structure of the hub gives a trial and a consent nothing that could make a session, a user or a code', () => {
    const reached = reachOf(
      sources.filter(({ path }) => /^src\/(trials|consents)\//.test(path)).map(({ path }) => path),
    );
    const forbidden = [...reached].filter((path) => /^src\/(users|login|openid-provider|applications)\//.test(path));
    expect(forbidden).toEqual([]);
  });

  it('the structure of the hub keeps storage out of everything but the root', () => {
    const wrong = crossings.filter(({ source, target }) => target === 'storage' && !COMPOSING.includes(source));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('the structure of the hub names a strategy only in its own folder, the root and the sandbox', () => {
    const names = new RegExp(`\\b(${[azureAd.strategy, ...(azureAd.aliases ?? [])].join('|')})\\b`, 'i');
    const wrong = sources.filter(
      ({ path, text }) =>
        !['connectors/azuread', 'connectors/testing', 'sandbox', 'root'].includes(roomOf(path)) &&
        withoutComments(text)
          .split('\n')
          .some((line) => names.test(line)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('the structure of the hub names the Azure AD connector in one file, so that deleting its folder costs one line', () => {
    const naming = crossings.filter(({ target }) => target === 'connectors/azuread');
    expect(naming.map(({ from }) => from)).toEqual(['src/app.module.ts']);
  });

  it('the structure of the hub writes connectors without Nest', () => {
    const wrong = sources.filter(
      (file) =>
        roomOf(file.path).startsWith('connectors/') &&
        specifiersOf(file).some((specifier) => specifier.startsWith('@nestjs/')),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('the structure of the hub binds nothing globally in an application that imports the module', () => {
    expect(withCode(/\bAPP_(GUARD|PIPE|FILTER|INTERCEPTOR)\b/)).toEqual([]);
  });

  it('the structure of the hub decodes no token that it has not verified', () => {
    const wrong = withCode(/\b(decodeJwt|unsecured|UnsecuredJWT)\b/);
    expect(wrong.filter((path) => !/^src\/(sandbox|connectors\/testing)\//.test(path))).toEqual([]);
  });

  it('the structure of the hub asks the clock for the time, so that tests need not wait for it', () => {
    const wrong = withCode(/\bnew Date\(\)|\bDate\.now\(\)/);
    expect(
      wrong.filter((path) => !/^src\/(common\/clock\.ts|sandbox\/|cli\/|connectors\/testing\/)/.test(path)),
    ).toEqual([]);
  });

  it('the structure of the hub leaves no type hole: no `any`, no suppressed check', () => {
    const hole = new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|\\bas ${'any'}\\b`);
    expect(everything.filter(({ text }) => hole.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

/** Every file that these import, directly or through others. */
function reachOf(paths: readonly string[]): ReadonlySet<string> {
  const reached = new Set(paths);
  for (const path of reached) for (const { from, to } of imports) if (from === path) reached.add(to);
  return reached;
}

function withCode(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);
}

function firstComment(text: string): string {
  return /\/\*[\s\S]*?\*\/|(?:^|\n)\/\/[^\n]*(?:\n\/\/[^\n]*)*/.exec(text)?.[0] ?? '';
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
