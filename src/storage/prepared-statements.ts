import type { SqliteDatabase } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Sqlite, Statement } from './sqlite.js';

/** The hub's own statements are some sixty; lists of ids make a few more shapes. */
const CAPACITY = 200;
/** Longer ones are batches with hundreds of parameters, each of a length of its own. */
const MAX_LENGTH = 4_000;

/** What reads or writes rows. Anything else may change the schema, or settings that a statement was prepared under. */
const ABOUT_ROWS = /^\s*(select|insert|update|delete)\b/i;
const ABOUT_TRANSACTIONS = /^\s*(begin|commit|rollback|savepoint|release)\b/i;

/**
 * A database that prepares each statement once, as SQLite means it. Without this every query is parsed anew, and leaves a
 * statement behind outside of JavaScript's heap until the garbage collector finds it: hundreds of megabytes under load.
 */
export class PreparedStatements implements SqliteDatabase {
  private readonly prepared = new LRUCache<string, Statement>({ max: CAPACITY });

  constructor(private readonly sqlite: Sqlite) {}

  prepare(sql: string): Statement {
    if (ABOUT_TRANSACTIONS.test(sql)) return this.kept(sql);
    if (!ABOUT_ROWS.test(sql)) {
      this.prepared.clear();
      return this.sqlite.prepare(sql);
    }
    if (sql.length > MAX_LENGTH) return this.sqlite.prepare(sql);
    const statement = this.kept(sql);
    // A statement whose rows are being read one by one cannot run a second time meanwhile.
    return statement.busy ? this.sqlite.prepare(sql) : statement;
  }

  close(): void {
    this.prepared.clear();
    this.sqlite.close();
  }

  private kept(sql: string): Statement {
    const known = this.prepared.get(sql);
    // After the database was closed nothing may be answered from before.
    if (known !== undefined && this.sqlite.isOpen) return known;
    const statement = this.sqlite.prepare(plannedOnce(sql));
    this.prepared.set(sql, statement);
    return statement;
  }
}

/**
 * From 3.54 on SQLite plans a query over several tables anew for each value that is bound to a parameter, which takes ten
 * times as long as running it. A parameter that stands in an expression is none that it looks at. `+` changes no value.
 */
function plannedOnce(sql: string): string {
  return / join /i.test(sql) ? sql.replaceAll('?', '+?') : sql;
}
