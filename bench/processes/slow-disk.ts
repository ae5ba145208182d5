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

interface Library {
  readonly DatabaseSync: { readonly prototype: { exec: Method; prepare: Method } };
}

const { [COMMIT_DELAY]: configured } = process.env;
const delay = Number(configured);
const cell = new Int32Array(new SharedArrayBuffer(4));
const READERS = ['all', 'get', 'run'] as const;

if (configured !== undefined) for (const library of libraries()) slowDown(library.DatabaseSync.prototype);

/** Both that the hub may use: the one built into Node, and the package for Node 20. */
function libraries(): readonly Library[] {
  const builtIn = process.getBuiltinModule('node:sqlite') as Library | undefined;
  if (builtIn !== undefined) return [builtIn];
  const [, program = process.cwd()] = process.argv;
  return [createRequire(pathToFileURL(program))('@photostructure/sqlite')];
}

function slowDown(prototype: Library['DatabaseSync']['prototype']): void {
  const { exec, prepare } = prototype;
  prototype.exec = function (this: Database, ...args: unknown[]): unknown {
    return committing(this, String(args[0]), () => exec.apply(this, args));
  };
  prototype.prepare = function (this: Database, ...args: unknown[]): unknown {
    const statement = prepare.apply(this, args) as Record<(typeof READERS)[number], Method>;
    for (const name of READERS) {
      const original = statement[name];
      statement[name] = (...values) =>
        committing(this, String(args[0]), () => Reflect.apply(original, statement, values));
    }
    return statement;
  };
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
