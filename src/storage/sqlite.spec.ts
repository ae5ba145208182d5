import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PorticoProcess } from '../../test/support/process.js';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { Sqlite } from './sqlite.js';
import { resultCodeName } from './sqlite-result-codes.js';

describe('SQLite', () => {
  let sqlite: Sqlite;
  beforeEach(() => {
    sqlite = new Sqlite(':memory:');
    sqlite.exec('create table things (name text primary key, parent text references things, anything)');
  });
  afterEach(() => sqlite.close());

  const insertion = 'insert into things values (?, ?, ?)';
  const insert = (...values: unknown[]) => sqlite.prepare(insertion).run(values);
  const stored = (value: unknown) =>
    sqlite.prepare('select typeof(?) as type, ? as value, ? || ? as text').all([value, value, value, ''])[0];

  it.each([
    ['a whole number as an integer', 5, { type: 'integer', value: 5, text: '5' }],
    ['a time as an integer', 1_700_000_000_000, { type: 'integer', value: 1_700_000_000_000, text: '1700000000000' }],
    ['a fraction as a floating-point number', 0.5, { type: 'real', value: 0.5, text: '0.5' }],
    ['true as 1', true, { type: 'integer', value: 1, text: '1' }],
    ['false as 0', false, { type: 'integer', value: 0, text: '0' }],
    ['null as null', null, { type: 'null', value: null, text: null }],
    ['a string as text', 'ä', { type: 'text', value: 'ä', text: 'ä' }],
    ['a Buffer as a blob', Buffer.from('ab'), { type: 'blob', value: Buffer.from('ab'), text: 'ab' }],
  ])('SQLite stores %s', (_what, value, expected) => {
    expect(stored(value)).toEqual(expected);
  });

  it('SQLite refuses undefined on every version of Node', () => {
    expect(() => stored(undefined)).toThrow('SQLite stores no undefined value');
  });

  it('SQLite gives rows as plain objects, and a blob as a Buffer', () => {
    insert('a', null, Buffer.from([1, 2]));
    const [row] = sqlite.prepare('select * from things').all([]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Buffer.isBuffer(row?.anything)).toBe(true);
    expect(row).toEqual({ name: 'a', parent: null, anything: Buffer.from([1, 2]) });
  });

  it('SQLite tells a statement that returns rows from one that does not', () => {
    expect(sqlite.prepare(insertion).reader).toBe(false);
    expect(sqlite.prepare('begin').reader).toBe(false);
    expect(sqlite.prepare(`${insertion} returning name`).reader).toBe(true);
    expect(sqlite.prepare('pragma foreign_keys').reader).toBe(true);
  });

  it('SQLite counts what a statement changed', () => {
    insert('a', null, 1);
    insert('b', null, 1);
    expect(sqlite.prepare('update things set anything = 2').run([])).toMatchObject({ changes: 2 });
  });

  it.each([
    ['a key that is there already', 'SQLITE_CONSTRAINT_PRIMARYKEY', () => insert('a', null, 1)],
    ['a row that refers to none', 'SQLITE_CONSTRAINT_FOREIGNKEY', () => insert('b', 'nobody', 1)],
    ['a statement that it does not know', 'SQLITE_ERROR', () => sqlite.exec('select nonsense')],
    [
      'a write where only reading is allowed',
      'SQLITE_READONLY',
      () => sqlite.exec('pragma query_only = on; delete from things'),
    ],
    ['a directory that is not there', 'SQLITE_CANTOPEN', () => new Sqlite('/nowhere/portico.db')],
  ])('SQLite names the result code of %s', (_what, code, work) => {
    insert('a', null, 1);
    expect(caught(work)).toMatchObject({ code });
  });

  it('SQLite names the codes that SQLite knows, and the primary one where the extended one is unknown', () => {
    expect([5, 517, 1555, 787, 2067, 3338, 13, 26].map(resultCodeName)).toEqual([
      ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_FOREIGNKEY'],
      ...['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_IOERR_ACCESS', 'SQLITE_FULL', 'SQLITE_NOTADB'],
    ]);
    expect([5 | (99 << 8), 99].map(resultCodeName)).toEqual(['SQLITE_BUSY', 'SQLITE_UNKNOWN_99']);
  });

  it('SQLite knows whether a transaction is open', () => {
    sqlite.exec('begin');
    expect(sqlite.isInTransaction).toBe(true);
    sqlite.exec('rollback');
    expect(sqlite.isInTransaction).toBe(false);
    sqlite.close();
    expect([sqlite.isOpen, sqlite.isInTransaction]).toEqual([false, false]);
    sqlite.close();
  });

  it('SQLite leaves nothing in the log when it is closed, though its statements are still held', () => {
    const directory = temporaryDirectory();
    const file = join(directory.path, 'a.db');
    const logged = new Sqlite(file);
    logged.exec('pragma journal_mode = WAL; create table things (name text)');
    const held = logged.prepare('insert into things values (?)');
    held.run(['a']);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    logged.close();
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    expect(() => held.run(['b'])).toThrow();
    directory.remove();
  });
});

describe('the warnings of an application that opens SQLite', () => {
  const adapter = pathToFileURL(join(import.meta.dirname, '../../dist/storage/sqlite.js')).href;
  const run = async (script: string) => {
    const { code, output } = await PorticoProcess.start(['--input-type=module', '-e', script], { env: {} }).finished;
    expect({ code, output }).toMatchObject({ code: 0 });
    return output;
  };
  const open = `const { Sqlite } = await import('${adapter}'); new Sqlite(':memory:').close();`;

  it('the warnings of an application that opens SQLite are shown but for the one about SQLite', async () => {
    const output = await run(`
      process.emitWarning('Something else is an experimental feature', 'ExperimentalWarning');
      ${open}
      process.emitWarning('A third thing is an experimental feature', 'ExperimentalWarning');
      process.emitWarning('SQLite is an experimental feature of mine', 'ExperimentalWarning');
    `);
    expect(output).toContain('ExperimentalWarning: Something else');
    expect(output).toContain('ExperimentalWarning: A third thing');
    expect(output).toContain('ExperimentalWarning: SQLite is an experimental feature of mine');
    expect(output).not.toContain('might change at any time');
  });

  it('the warnings of an application that opens SQLite reach the function that the application has put in the place of process.emitWarning, before and after', async () => {
    const output = await run(`
      const heard = [];
      const own = (...warning) => void heard.push(warning[0]);
      process.emitWarning = own;
      process.emitWarning('before');
      ${open}
      process.emitWarning('after');
      console.log(process.emitWarning === own, heard.join());
    `);
    expect(output).toBe('true before,after\n');
  });

  it('the warnings of an application that opens SQLite do not keep SQLite from being opened where process.emitWarning cannot be replaced', async () => {
    const output = await run(`
      Object.defineProperty(process, 'emitWarning', { value: () => undefined, writable: false, configurable: false });
      ${open}
      console.log('opened');
    `);
    expect(output).toBe('opened\n');
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
