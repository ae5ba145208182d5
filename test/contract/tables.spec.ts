import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { ALL_TABLES } from '../../src/storage/schema.js';
import { fromRow, table, text, toRow } from '../../src/storage/tables/table.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const folder = join(resolve(import.meta.dirname, '../..'), 'src/storage/tables');

/** What migrating itself keeps. */
const OF_MIGRATIONS = /migrations$/;

interface FoundColumn {
  readonly table: string;
  readonly name: string;
  readonly isOptional: boolean;
  readonly isKey: boolean;
}

/** Every column of the database, as the engine itself lists them. */
async function columnsOf({ database }: OpenStorage, engine: string): Promise<readonly FoundColumn[]> {
  const query =
    engine === 'PostgreSQL'
      ? sql<FoundColumn>`
          select c.table_name as "table", c.column_name as name, c.is_nullable = 'YES' as "isOptional",
            exists (
              select 1 from information_schema.table_constraints k
                join information_schema.key_column_usage u using (constraint_schema, constraint_name)
                where k.constraint_type = 'PRIMARY KEY' and u.table_name = c.table_name and u.column_name = c.column_name
            ) as "isKey"
          from information_schema.columns c where c.table_schema = 'public'`
      : sql<FoundColumn>`
          select t.name as "table", c.name as name, c."notnull" = 0 and c.pk = 0 as "isOptional", c.pk > 0 as "isKey"
          from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table'`;
  const { rows } = await query.execute(database);
  return rows
    .filter((row) => !OF_MIGRATIONS.test(row.table))
    .map((row) => ({ ...row, isOptional: Boolean(row.isOptional), isKey: Boolean(row.isKey) }));
}

const byPlace = (one: FoundColumn, other: FoundColumn) =>
  `${one.table}.${one.name}`.localeCompare(`${other.table}.${other.name}`);

describe.each(storageEngines)('the facts of the tables in $name', (engine) => {
  let storage: OpenStorage;
  beforeEach(async () => {
    storage = await engine.open();
  });
  afterEach(() => storage.close());

  it('the files in storage/tables describe every table and column of the database, and no other', async () => {
    const described = ALL_TABLES.flatMap(({ name: of, columns, key }) =>
      Object.entries(columns).map(([name, { isOptional }]) => ({
        table: of,
        name,
        isOptional,
        isKey: key.includes(name),
      })),
    );
    expect(described.toSorted(byPlace)).toEqual((await columnsOf(storage, engine.name)).toSorted(byPlace));
  });

  it('a column that is named as sealed is one that a change of the master key visits', async () => {
    const named = (await columnsOf(storage, engine.name)).filter(({ name }) => /(^|_)sealed$/.test(name));
    expect(named.length).toBeGreaterThan(4);
    for (const { table: of, name } of named) expect(ALL_TABLES.find((one) => one.name === of)?.sealed).toBe(name);
  });

  it('a column that is named as an end is one that the sweeper goes by', async () => {
    const ends = (await columnsOf(storage, engine.name)).filter(({ name }) => /^(expires|ends|retired)_at$/.test(name));
    expect(ends.length).toBeGreaterThan(4);
    for (const { table: of, name } of ends) {
      expect(ALL_TABLES.find((one) => one.name === of)?.expiry).toMatchObject({ column: name });
    }
  });
});

describe('a file in storage/tables', () => {
  it('exists for each table, under its name or that of the table that it belongs to', () => {
    const files = readdirSync(folder).filter((file) => file !== 'table.ts');
    const listed = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/\btable\('(\w+)'/g)].map(([, name]) => ({ file, name })),
    );
    expect(listed.map(({ name }) => name).toSorted()).toEqual(ALL_TABLES.map(({ name }) => name).toSorted());
    for (const file of files) {
      expect(listed).toContainEqual({ file, name: file.replace('.ts', '').replaceAll('-', '_') });
    }
  });

  it('a file in storage/tables does not compile while it leaves open what is sealed, how rows expire, or a column that is not there', () => {
    const columns = { id: text };
    // @ts-expect-error: nothing says how its rows expire.
    table('one', { columns, key: ['id'], sealed: 'nothing' });
    // @ts-expect-error: nothing says what is sealed.
    table('two', { columns, key: ['id'], expiry: 'never' });
    // @ts-expect-error: there is no such column.
    table('three', { columns, key: ['id'], sealed: 'nothing', expiry: { column: 'expires_at' } });
  });
});

describe('a row of a table', () => {
  it.each(ALL_TABLES)('of $name gives back the record that it was made of', (of) => {
    const record = Object.fromEntries(
      of.fields.map(({ property, column }) => [property, column.read(column.write(column.read(0)))]),
    );
    expect(fromRow(of as never, toRow(of as never, record as never))).toEqual(record);
  });
});
