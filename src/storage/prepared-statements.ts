import type SqliteDatabase from 'better-sqlite3';
import type { SqliteDatabase as Preparing, SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';

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
export class PreparedStatements implements Preparing {
  private readonly prepared = new LRUCache<string, SqliteDatabase.Statement>({ max: CAPACITY });

  constructor(private readonly sqlite: SqliteDatabase.Database) {}

  prepare(sql: string): SqliteStatement {
    if (ABOUT_TRANSACTIONS.test(sql)) return asKysely(this.kept(sql));
    if (!ABOUT_ROWS.test(sql)) {
      this.prepared.clear();
      return asKysely(this.sqlite.prepare(sql));
    }
    if (sql.length > MAX_LENGTH) return asKysely(this.sqlite.prepare(sql));
    const statement = this.kept(sql);
    // A statement whose rows are being read one by one cannot run a second time meanwhile.
    return asKysely(statement.busy ? this.sqlite.prepare(sql) : statement);
  }

  close(): void {
    this.prepared.clear();
    this.sqlite.close();
  }

  private kept(sql: string): SqliteDatabase.Statement {
    const known = this.prepared.get(sql);
    // After the database was closed nothing may be answered from before.
    if (known !== undefined && this.sqlite.open) return known;
    const statement = this.sqlite.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}

/** The same object: the two libraries describe its methods' parameters differently. */
function asKysely(statement: SqliteDatabase.Statement): SqliteStatement {
  return statement as unknown as SqliteStatement;
}
