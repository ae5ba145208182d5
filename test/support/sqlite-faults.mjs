/**
 * Loaded into a hub by `--import`: lets its SQLite fail where a test says. While the file that the environment names is
 * there, it ends the process by SIGKILL at the boundary with the number in it (just before the n-th statement that is
 * part of a transaction or writes alone, or just after a commit), or it refuses each commit as on a full disk. The hub
 * itself is the build as it is delivered.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { SQLITE_FAULT_FILE: file } = process.env;
let passed = 0;

if (file !== undefined) inject();

/** Whichever of both the hub uses: the one built into Node, or the package for Node 20. */
function inject() {
  const builtIn = process.getBuiltinModule('node:sqlite');
  if (builtIn !== undefined) {
    const { prototype } = builtIn.DatabaseSync;
    override(prototype, prototype);
    return;
  }
  const require = createRequire(pathToFileURL(process.argv[1]));
  const packaged = require('@photostructure/sqlite');
  // Its own classes are frozen: who requires it from now on gets one that inherits.
  class DatabaseSync extends packaged.DatabaseSync {}
  override(DatabaseSync.prototype, packaged.DatabaseSync.prototype);
  require.cache[require.resolve('@photostructure/sqlite')].exports = { ...packaged, DatabaseSync };
}

function override(target, { exec, prepare }) {
  define(target, 'exec', function (sql) {
    return around(this, sql, () => exec.call(this, sql));
  });
  define(target, 'prepare', function (sql) {
    const statement = prepare.call(this, sql);
    for (const name of ['all', 'get', 'run']) {
      const method = statement[name];
      define(statement, name, (...values) => around(this, sql, () => method.apply(statement, values)));
    }
    return statement;
  });
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

function around(database, sql, work) {
  const fault = configured();
  if (fault === undefined) return work();
  const isPart = database.isTransaction || /^\s*(begin|insert|update|delete|with)\b/i.test(sql);
  if (isPart) boundary(fault, `before ${named(sql)}`);
  if (/^commit/i.test(sql) && fault.startsWith('full')) refuse(database, fault);
  const result = work();
  if (isPart && !database.isTransaction && !/^rollback/i.test(sql)) boundary(fault, `after ${named(sql)}`);
  return result;
}

/** The number of a boundary; `full`; or `full, undone` where SQLite is to undo the transaction by itself. */
function configured() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    passed = 0;
    return undefined;
  }
}

function named(sql) {
  return /^\s*(?:insert into|update|delete from) "\w+"|^\s*\w+/i.exec(sql)[0].trim();
}

function boundary(fault, name) {
  passed += 1;
  if (passed !== Number(fault)) return;
  writeSync(2, `\nkilled ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function refuse(database, fault) {
  if (fault.endsWith('undone')) database.exec('rollback');
  throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
}
