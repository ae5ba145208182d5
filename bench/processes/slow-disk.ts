/**
 * Loaded into the hub by `--import`, in each of its threads: makes every commit of SQLite wait, before it returns, in the
 * thread that commits. The hub itself is the build as it is delivered.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The environment variable with the delay, in milliseconds. */
export const COMMIT_DELAY = 'BENCH_COMMIT_DELAY';

type Method = (this: Database, ...args: unknown[]) => unknown;

interface Database {
  readonly isTransaction: boolean;
}

interface Methods {
  readonly exec: Method;
  readonly prepare: Method;
}

interface Library {
  readonly DatabaseSync: new (...args: never[]) => Methods;
}

const { [COMMIT_DELAY]: configured } = process.env;
const delay = Number(configured);
const cell = new Int32Array(new SharedArrayBuffer(4));
const RUNNERS = ['all', 'get', 'run'] as const;

if (configured !== undefined) slowDown();

/** Whichever of both the hub uses: the one built into Node, or the package for Node 20. */
function slowDown(): void {
  const builtIn = process.getBuiltinModule('node:sqlite') as Library | undefined;
  if (builtIn !== undefined) {
    const { prototype } = builtIn.DatabaseSync;
    override(prototype, prototype);
    return;
  }
  const [, program = process.cwd()] = process.argv;
  const require = createRequire(pathToFileURL(program));
  const packaged = require('@photostructure/sqlite') as Library;
  // Its own classes are frozen: who requires it from now on gets one that inherits.
  class DatabaseSync extends packaged.DatabaseSync {}
  override(DatabaseSync.prototype, packaged.DatabaseSync.prototype);
  const loaded = require.cache[require.resolve('@photostructure/sqlite')];
  if (loaded !== undefined) loaded.exports = { ...packaged, DatabaseSync };
}

function override(target: object, { exec, prepare }: Methods): void {
  define(target, 'exec', function (this: Database, ...args: unknown[]): unknown {
    return committing(this, String(args[0]), () => exec.apply(this, args));
  });
  define(target, 'prepare', function (this: Database, ...args: unknown[]): unknown {
    const statement = prepare.apply(this, args) as Record<(typeof RUNNERS)[number], Method>;
    for (const name of RUNNERS) {
      const run = statement[name];
      define(statement, name, (...values) =>
        committing(this, String(args[0]), () => Reflect.apply(run, statement, values)),
      );
    }
    return statement;
  });
}

function define(target: object, name: string, value: Method | ((...args: unknown[]) => unknown)): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** A statement that ends a transaction commits; and so does one that writes outside of any. */
function committing(database: Database, sql: string, work: () => unknown): unknown {
  const wasOpen = database.isTransaction;
  const result = work();
  const ended = wasOpen && !database.isTransaction && !/^\s*rollback/i.test(sql);
  const wroteAlone = !wasOpen && !database.isTransaction && /^\s*(insert|update|delete|replace|with)\b/i.test(sql);
  if (ended || wroteAlone) Atomics.wait(cell, 0, 0, delay);
  return result;
}
