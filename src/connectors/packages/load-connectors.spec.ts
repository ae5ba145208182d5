import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { type ConnectorDefinition, defineConnector } from '../connector.js';
import { loadedFrom } from '../connector-mark.js';
import { fake } from '../fake/index.js';
import { ConnectorPackagesError, loadConnectors } from './load-connectors.js';

const MARK = Symbol.for('portico.connector');
const define = (members: object) => defineConnector(members as never) as unknown as ConnectorDefinition;
const bar = { ...fake, strategy: 'bar', aliases: ['bar-idp'], [MARK]: undefined };
const good = define(bar);

describe('connectors from outside', () => {
  const directory = temporaryDirectory();
  const place = (path: string, text = '') => {
    const file = join(directory.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  beforeAll(() => {
    for (const name of ['bar', 'foo', 'other']) place(`local/${name}.js`);
    place('node_modules/@acme/portico-connector-foo/package.json', '{"exports":{"import":"./index.js"}}');
    place('node_modules/@acme/portico-connector-foo/index.js');
    place('unbuilt/package.json', '{"name":"unbuilt","exports":"./build/index.js"}');
    place('folder/package.json', '{"name":"folder","exports":{".":"./entry.js"}}');
    place('folder/entry.js');
    place('damaged/package.json', '{ "name": ');
    place('empty/package.json', 'null');
    place('closed/package.json', '{"name":"closed","exports":{"./other":"./other.js"}}');
    place('copies/bar.js');
    place('copies/node_modules/class-transformer/package.json', '{"main":"index.js"}');
    place('copies/node_modules/class-transformer/index.js');
  });
  afterAll(() => directory.remove());

  /** @param exports what each module exports, by the end of its path. */
  const load = (
    list: readonly string[],
    exports: Readonly<Record<string, object>>,
    beside: readonly ConnectorDefinition[] = [],
  ) =>
    loadConnectors(list, {
      directory: directory.path,
      beside,
      importModule: async ({ pathname }) => {
        const found = Object.entries(exports).find(([end]) => pathname.endsWith(end));
        if (found === undefined) throw new Error('Cannot find package "missing"\nImport stack: …');
        return found[1];
      },
    });
  const problemsOf = async (...given: Parameters<typeof load>) => {
    const error = await load(...given).catch((thrown: unknown) => thrown);
    if (!(error instanceof ConnectorPackagesError)) throw new Error(`was not refused: ${String(error)}`);
    return error.problems.map(({ specifier, field, message }) => `${specifier} ${field} ${message}`);
  };

  it.each([
    ['a file', './local/bar.js', 'local/bar.js'],
    ['a package with only an "import" condition', '@acme/portico-connector-foo', 'portico-connector-foo/index.js'],
    ['the folder of a package', './folder', 'folder/entry.js'],
  ])('connectors from outside are found as %s, from the given directory', async (_what, specifier, end) => {
    const [loaded] = await load([specifier], { [end]: { default: good } });
    expect(loaded).toBe(good);
    expect(loadedFrom(good)).toBe(specifier);
  });

  it('connectors from outside are taken from the default export or by name, once where both are one, and all where there are several', async () => {
    const foo = define({ ...bar, strategy: 'foo', aliases: [] });
    const loaded = await load(['./local/bar.js', './local/foo.js'], {
      'local/bar.js': { default: good, bar: good, helper: () => undefined, VERSION: '1.0' },
      'local/foo.js': { foo },
    });
    expect(loaded.map((one) => one.strategy)).toEqual(['bar', 'foo']);
  });

  it.each<[string, object, RegExp]>([
    ['that was not made with defineConnector', { default: { ...bar } }, /^\S+ defineConnector was not called/],
    [
      'of another copy of this package',
      { default: { ...bar, [MARK]: {} } },
      /^\S+ defineConnector is that of another copy .* peer dependency/,
    ],
    ['where there is none', { default: () => undefined }, /^\S+ export is missing: .*defineConnector/],
    [
      'for another version of the interface',
      { bar: { ...good, interfaceVersion: 2 } },
      /^\S+ interfaceVersion is version 2; this hub speaks version 1/,
    ],
    [
      'with a secret that is no option',
      { bar: { ...good, secrets: ['pin'] } },
      /^\S+ secrets names what is no option: pin/,
    ],
    ['with secrets that are no list', { bar: { ...good, secrets: 'shared_secret' } }, /^\S+ secrets must be a list/],
    ['whose options are no class', { bar: { ...good, options: {} } }, /^\S+ options must be a class/],
    [
      'whose options class nobody decorated',
      { bar: { ...good, options: class Bare {} } },
      /^\S+ options has no validated field/,
    ],
    [
      'whose guide was not packed',
      { bar: { ...good, guide: new URL('file:///nowhere/README.md') } },
      /^\S+ guide is not there: .*"files"/,
    ],
    [
      'whose logo a page over https cannot load',
      { bar: { ...good, icon: 'http://a.example/a.svg' } },
      /^\S+ icon must be an https URL/,
    ],
    [
      'that does not migrate',
      { bar: { ...good, migrateOptions: undefined } },
      /^\S+ migrateOptions is missing: optionsVersion is 2/,
    ],
    [
      'with an unknown ability',
      { bar: { ...good, abilities: ['fly'] } },
      /^\S+ abilities names what this hub does not know: fly/,
    ],
    [
      'with words of no language',
      { bar: { ...good, messages: { de: 'Nein' } } },
      /^\S+ messages has no sentence in "de"/,
    ],
    [
      'whose members throw when they are read',
      {
        bar: {
          create: () => undefined,
          strategy: 'bar',
          get interfaceVersion() {
            throw new Error('boom');
          },
        },
      },
      /^\S+ export cannot be read: Error: boom\. Mend the package\./,
    ],
    ['without create', { bar: { ...good, create: undefined } }, /^\S+ create is missing/],
  ])('connectors from outside refuse one %s, naming the member and the remedy', async (_what, exports, sentence) => {
    expect((await problemsOf(['./local/bar.js'], { 'bar.js': exports }))[0]).toMatch(sentence);
    expect(await load(['./local/bar.js'], { 'bar.js': { default: good } })).toEqual([good]);
  });

  it.each([
    ['@acme/nothing', /^@acme\/nothing package is not installed in .*npm install @acme\/nothing/],
    ['./local/nothing.js', /^\.\/local\/nothing\.js package is not there: .*Correct the path/],
    ['./unbuilt', /^\.\/unbuilt package has no file .*npm run build/],
    ['./local', /^\.\/local package is a folder without a package\.json/],
    ['./damaged', /^\.\/damaged package has a package\.json that cannot be read: .*Correct it/],
    ['./empty', /^\.\/empty package has a package\.json that cannot be read/],
    ['./closed', /^\.\/closed package cannot be resolved from .*Check "exports"/],
    ['https://acme.example/bar.js', /^\S+ package is neither a package nor a file\. Name a package/],
    ['data:text/javascript,0', /^\S+ package is neither a package nor a file\. Name a package/],
    ['./local/other.js', /^\.\/local\/other\.js import failed: Error: Cannot find package "missing"\. Mend/],
  ])('connectors from outside refuse %s, which cannot be loaded', async (specifier, sentence) => {
    const [problem = ''] = await problemsOf([specifier], {});
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain('\n');
  });

  it('connectors from outside refuse a second copy of what decorators belong to', async () => {
    const exports = { 'bar.js': { default: good } };
    expect(await problemsOf(['./copies/bar.js'], exports)).toEqual([
      expect.stringMatching(
        /class-transformer comes in a second copy, from .*copies\/node_modules\/class-transformer:.*peer/,
      ),
    ]);
    expect(await load(['./local/bar.js'], exports)).toEqual([good]);
  });

  it('connectors from outside refuse a name that another connector has, whether it came with the hub or from outside', async () => {
    const twin = define({ ...bar, strategy: 'foo', aliases: ['bar'] });
    const exports = { 'bar.js': { default: good }, 'foo.js': { default: twin } };
    expect(await problemsOf(['./local/bar.js', './local/foo.js'], exports)).toEqual([
      expect.stringMatching(/^\.\/local\/foo\.js aliases "bar" is claimed by \.\/local\/bar\.js as well/),
    ]);
    expect(
      await problemsOf(['./local/bar.js'], exports, [{ ...fake, strategy: 'bar-idp' } as ConnectorDefinition]),
    ).toEqual([expect.stringMatching(/aliases "bar-idp" is claimed by the connector "bar-idp" of the hub/)]);
    expect(await load(['./local/bar.js'], exports, [fake as ConnectorDefinition])).toEqual([good]);
  });

  it('connectors from outside say everything that is wrong with all of them in one message, and skip none', async () => {
    const list = ['./local/bar.js', '@acme/nothing', './local/foo.js'];
    const problems = await problemsOf(list, {
      'bar.js': { default: { ...good, strategy: 'B A R', secrets: ['pin'] } },
      'foo.js': {},
    });
    expect(problems.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      './local/bar.js strategy',
      './local/bar.js secrets',
      '@acme/nothing package',
      './local/foo.js export',
    ]);
    await expect(load(list, {})).rejects.toThrow(/^Connectors of PORTICO_CONNECTORS cannot be used:\n {2}- /);
  });
});
