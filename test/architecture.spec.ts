import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { azureAd } from '../src/connectors/azuread/index.js';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

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

const sources = filesUnder('src');
const production = sources.filter(
  (file) => !/\.spec\.tsx?$/.test(file.path) && !file.path.startsWith('src/connectors/testing/'),
);

interface Import {
  readonly from: string;
  /** Path from `src`, or the bare specifier of a package. */
  readonly to: string;
  readonly isPackage: boolean;
}

function importsOf(file: SourceFile): Import[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return { from: file.path, to: fileName, isPackage: true };
    const target = relative(src, resolve(root, dirname(file.path), fileName));
    return { from: file.path, to: target, isPackage: false };
  });
}

const imports = production.flatMap(importsOf);

/** The part of the hub that a path below `src` belongs to; files directly in `src` are the root. */
function areaOf(pathFromSrc: string): string {
  const parts = pathFromSrc.split('/');
  if (parts.length === 1) return 'root';
  if (parts[0] === 'connectors' && parts.length > 2) return `connectors/${parts[1]}`;
  return parts[0] ?? 'root';
}

const anything = ['*'];
/** Who may import whom: design, section 5. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  root: anything,
  cli: anything,
  'openid-provider': [
    'login',
    'pages',
    'users',
    'applications',
    'connections',
    'management',
    'events',
    'common',
    'config',
  ],
  login: ['pages', 'connections', 'connectors', 'users', 'applications', 'events', 'common', 'config'],
  pages: ['common', 'config'],
  connections: ['connectors', 'management', 'events', 'common', 'config'],
  applications: ['management', 'events', 'common', 'config'],
  users: ['connectors', 'management', 'events', 'common', 'config'],
  management: ['common', 'config', 'events'],
  connectors: ['common', 'config'],
  'connectors/oidc': ['connectors'],
  'connectors/passport': ['connectors', 'connectors/oidc'],
  'connectors/azuread': ['connectors', 'connectors/oidc', 'connectors/passport'],
  'connectors/github': ['connectors', 'connectors/oidc', 'connectors/passport'],
  'connectors/fake': ['connectors'],
  // Nothing of the hub but its connectors: it runs in applications that have no hub.
  guard: ['connectors', 'common'],
  'connectors/packages': ['connectors', 'common', 'config'],
  storage: ['openid-provider', 'login', 'users', 'applications', 'connections', 'events', 'common', 'config'],
  sandbox: ['common'],
  events: ['common', 'config'],
  common: ['common', 'config'],
  config: ['common', 'config'],
};

const crossings = imports
  .filter((one) => !one.isPackage)
  .map((one) => ({ ...one, source: areaOf(relative('src', one.from)), target: areaOf(one.to) }))
  .filter((one) => one.source !== one.target);

describe('the structure of the hub', () => {
  it('has no file longer than 250 lines', () => {
    const long = [...sources, ...filesUnder('test')].filter((file) => file.lines > 250);
    expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('knows the import rules of every folder', () => {
    const areas = new Set(production.map((file) => areaOf(relative('src', file.path))));
    expect([...areas].filter((area) => mayImport[area] === undefined)).toEqual([]);
  });

  it('imports only along the arrows of the design', () => {
    const wrong = crossings.filter(({ source, target }) => {
      const allowed = mayImport[source] ?? [];
      return !allowed.includes('*') && !allowed.includes(target);
    });
    expect(wrong.map((one) => `${one.from} → ${one.to}`)).toEqual([]);
  });

  it('reaches another feature only through its index', () => {
    const features = [
      'openid-provider',
      'login',
      'pages',
      'users',
      'applications',
      'connections',
      'management',
      'events',
      'connectors',
    ];
    const wrong = crossings.filter(
      ({ source, target, to }) =>
        features.includes(target) &&
        !source.startsWith('connectors/') &&
        source !== 'root' &&
        source !== 'cli' &&
        to !== `${target}/index.js`,
    );
    expect(wrong.map((one) => `${one.from} → ${one.to}`)).toEqual([]);
  });

  it('has no cycles between folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const { source, target } of crossings) {
      if (source === 'root' || source === 'cli') continue;
      edges.set(source, (edges.get(source) ?? new Set()).add(target));
    }
    const cycles: string[] = [];
    const walk = (area: string, trail: readonly string[]): void => {
      if (trail.includes(area)) {
        cycles.push([...trail.slice(trail.indexOf(area)), area].join(' → '));
        return;
      }
      for (const next of edges.get(area) ?? []) walk(next, [...trail, area]);
    };
    for (const area of edges.keys()) walk(area, []);
    expect(cycles.filter((cycle) => !['common → config → common', 'config → common → config'].includes(cycle))).toEqual(
      [],
    );
  });

  it('keeps storage out of everything but the root', () => {
    const wrong = crossings.filter(
      ({ source, target }) => target === 'storage' && source !== 'root' && source !== 'cli',
    );
    expect(wrong.map((one) => `${one.from} → ${one.to}`)).toEqual([]);
  });

  it('names a strategy only in its own folder, the root and the sandbox', () => {
    const names = new RegExp(`\\b(${[azureAd.strategy, ...(azureAd.aliases ?? [])].join('|')})\\b`, 'i');
    const wrong = production.filter(
      (file) =>
        !file.path.startsWith('src/connectors/azuread/') &&
        !file.path.startsWith('src/sandbox/') &&
        areaOf(relative('src', file.path)) !== 'root' &&
        withoutComments(file.text)
          .split('\n')
          .some((line) => names.test(line)),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('names the Azure AD connector in one production file, so that deleting its folder costs one line', () => {
    const naming = imports.filter(
      (one) => one.to.startsWith('connectors/azuread/') && !one.from.startsWith('src/connectors/azuread/'),
    );
    expect(naming.map((one) => one.from)).toEqual(['src/app.module.ts']);
  });

  it('writes connectors without Nest, but for their module file', () => {
    const wrong = imports.filter(
      (one) =>
        one.isPackage &&
        one.to.startsWith('@nestjs/') &&
        /^src\/connectors\/[^/]+\//.test(one.from) &&
        !one.from.endsWith('.module.ts'),
    );
    expect(wrong.map((one) => `${one.from} → ${one.to}`)).toEqual([]);
  });

  it('binds nothing globally in an application that imports the module', () => {
    const wrong = production.filter((file) =>
      /\bAPP_(GUARD|PIPE|FILTER|INTERCEPTOR)\b/.test(withoutComments(file.text)),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('decodes no token that it has not verified', () => {
    const wrong = production.filter(
      (file) =>
        /\b(decodeJwt|unsecured|UnsecuredJWT)\b/.test(withoutComments(file.text)) &&
        !file.path.startsWith('src/sandbox/'),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('leaves no type hole: no `any`, no suppressed check', () => {
    const wrong = [...sources, ...filesUnder('test')].filter((file) =>
      new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|\\bas ${'any'}\\b`).test(file.text),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
