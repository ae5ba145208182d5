import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PreparedStatements } from './prepared-statements.js';
import { Sqlite } from './sqlite.js';

describe('prepared statements', () => {
  let sqlite: Sqlite;
  let statements: PreparedStatements;
  beforeEach(() => {
    sqlite = new Sqlite(':memory:');
    sqlite.exec("create table things (name text); insert into things values ('a'), ('b')");
    statements = new PreparedStatements(sqlite);
  });
  afterEach(() => sqlite.close());

  const everything = 'select * from things';

  it('prepared statements are prepared once for each text', () => {
    expect(statements.prepare(everything)).toBe(statements.prepare(everything));
    expect(statements.prepare(everything)).not.toBe(statements.prepare('select name from things'));
  });

  it('prepared statements see a column that was added since', () => {
    expect(statements.prepare(everything).all([])[0]).toEqual({ name: 'a' });
    statements.prepare("alter table things add column colour text default 'red'").run([]);
    expect(statements.prepare(everything).all([])[0]).toEqual({ name: 'a', colour: 'red' });
  });

  it('prepared statements can run while their rows are still being read one by one', () => {
    const rows = statements.prepare(everything).iterate([]);
    expect(rows.next().value).toEqual({ name: 'a' });
    expect(statements.prepare(everything).all([])).toHaveLength(2);
    expect([...rows]).toEqual([{ name: 'b' }]);
  });

  it('prepared statements are not kept when they are long, as each batch has a length of its own', () => {
    const long = `select * from things where name in (${Array.from({ length: 2_000 }, () => '?').join()})`;
    expect(statements.prepare(long)).not.toBe(statements.prepare(long));
  });

  it('prepared statements answer nothing once the database is closed', () => {
    statements.prepare(everything).all([]);
    statements.close();
    expect(() => statements.prepare(everything)).toThrow(/not open/);
  });
});
