import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';
import { placeOf, SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';
import { SEALED_PREFIX, type SealedPlace, type Sealer, UnsealError } from './sealer.js';
import { WrongMasterKeyError } from './storage-start-errors.js';
import { inTransaction } from './transactions.js';

/** The row that tells a wrong key before anything is written with it. */
const CANARY = 'sealed_canary';
const CANARY_TEXT = 'portico';
const CANARY_PLACE: SealedPlace = { table: 'hub_settings', column: 'value', id: CANARY };
const BATCH = 200;

type Row = Readonly<Record<string, unknown>>;
/** Tables chosen at run time, which the typed builder cannot name. */
type Untyped = Kysely<Record<string, Record<string, unknown>>>;

/** Whether anything in the database is sealed, the canary included. */
export async function hasSealedData(database: Database): Promise<boolean> {
  if ((await findCanary(database)) !== undefined) return true;
  for (const column of SEALED_COLUMNS) {
    if ((await sealedRows(database, column, '', 1)).length > 0) return true;
  }
  return false;
}

/**
 * Makes sure that the keys open what is there, and brings all of it under the key that writes. After a start with
 * `new,old` the old key can be left out. Repeatable: a start that was cut off goes on where it ended.
 *
 * @throws {WrongMasterKeyError}
 */
export async function checkMasterKeys(database: Database, sealer: Sealer): Promise<{ readonly resealed: number }> {
  if (!(await verifyMasterKeys(database, sealer))) {
    if (await hasSealedData(database)) {
      throw new WrongMasterKeyError('the row that proves the key is missing, though there are sealed secrets.');
    }
    await database
      .insertInto('hub_settings')
      .values({ key: CANARY, value: sealer.seal(CANARY_TEXT, CANARY_PLACE) })
      .execute();
    return { resealed: 0 };
  }
  let resealed = 0;
  for (const column of SEALED_COLUMNS) resealed += await resealColumn(database, sealer, column);
  // Last: while any value is under an old key, so is the row that asks for that key.
  return { resealed: resealed + (await resealCanary(database, sealer)) };
}

/**
 * Whether the canary is there and opens. Changes nothing.
 * @throws {WrongMasterKeyError} when it is there and does not open.
 */
export async function verifyMasterKeys(database: Database, sealer: Sealer): Promise<boolean> {
  const canary = await findCanary(database);
  if (canary !== undefined) opened(sealer, canary, CANARY_PLACE);
  return canary !== undefined;
}

async function findCanary(database: Database): Promise<string | undefined> {
  const row = await database.selectFrom('hub_settings').select('value').where('key', '=', CANARY).executeTakeFirst();
  return row?.value;
}

async function resealCanary(database: Database, sealer: Sealer): Promise<number> {
  const canary = await findCanary(database);
  if (canary === undefined || canary.startsWith(sealer.writingPrefix)) return 0;
  const value = sealer.seal(CANARY_TEXT, CANARY_PLACE);
  await database.updateTable('hub_settings').set({ value }).where('key', '=', CANARY).execute();
  return 1;
}

async function resealColumn(database: Database, sealer: Sealer, column: SealedColumn): Promise<number> {
  let changed = 0;
  for (;;) {
    const rows = await sealedRows(database, column, sealer.writingPrefix, BATCH);
    if (rows.length === 0) return changed;
    await inTransaction(database, async (transaction) => {
      for (const row of rows) await reseal(transaction as unknown as Untyped, sealer, column, row);
    });
    changed += rows.length;
  }
}

async function reseal(database: Untyped, sealer: Sealer, column: SealedColumn, row: Row): Promise<void> {
  const place = placeOf(column, row);
  const sealed = String(row[column.column]);
  let update = database
    .updateTable(column.table)
    .set({ [column.column]: sealer.seal(opened(sealer, sealed, place), place) })
    .where(column.column, '=', sealed);
  for (const key of column.key) update = update.where(key, '=', row[key]);
  await update.execute();
}

/** Rows, the canary apart, whose value is sealed, and not under the key that writes (`''`: under any). */
function sealedRows(database: Database, column: SealedColumn, except: string, limit: number): Promise<Row[]> {
  const value = sql.ref<string>(column.column);
  let query = (database as unknown as Untyped)
    .selectFrom(column.table)
    .select([...column.key, column.column])
    .where(sql<boolean>`substr(${value}, 1, ${sql.lit(SEALED_PREFIX.length)}) = ${SEALED_PREFIX}`);
  if (column.table === CANARY_PLACE.table) query = query.where('key', '<>', CANARY);
  if (except !== '') query = query.where(sql<boolean>`substr(${value}, 1, ${sql.lit(except.length)}) <> ${except}`);
  return query.limit(limit).execute();
}

function opened(sealer: Sealer, sealed: string, place: SealedPlace): string {
  try {
    return sealer.open(sealed, place);
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    throw new WrongMasterKeyError(`${place.table}.${place.column} does not open.`);
  }
}
