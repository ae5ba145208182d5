import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { errorCode } from '../common/errors.js';
import { type Database, inTransaction } from './database.js';
import { ALL_TABLES } from './schema.js';
import { SEALED_PREFIX, type SealedPlace, type Sealer, UnsealError } from './sealing/sealer.js';
import { DamagedMasterKeyError, MissingMasterKeyError, WrongMasterKeyError } from './storage-start-errors.js';
import { hubSettings } from './tables/hub-settings.js';
import { placeOf, type Table } from './tables/table.js';

/** The row that tells a wrong key before anything is written with it. */
const CANARY = 'sealed_canary';
const CANARY_TEXT = 'portico';
const CANARY_PLACE = placeOf(hubSettings, { key: CANARY });
const BATCH = 200;

/** What a change of the master key has to visit. */
export const SEALED_TABLES = ALL_TABLES.filter(({ sealed }) => sealed !== 'nothing');

type Row = Readonly<Record<string, unknown>>;
/** Tables chosen at run time, which the typed builder cannot name. */
type Untyped = Kysely<Record<string, Record<string, unknown>>>;

/** Whether anything in the database is sealed, the canary included. */
export async function hasSealedData(database: Database): Promise<boolean> {
  if ((await findCanary(database)) !== undefined) return true;
  for (const table of SEALED_TABLES) {
    if ((await sealedRows(database, table, '', 1)).length > 0) return true;
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
  for (const table of SEALED_TABLES) resealed += await resealTable(database, sealer, table);
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

async function resealTable(database: Database, sealer: Sealer, table: Table): Promise<number> {
  let changed = 0;
  for (;;) {
    const rows = await sealedRows(database, table, sealer.writingPrefix, BATCH);
    if (rows.length === 0) return changed;
    await inTransaction(database, async (transaction) => {
      for (const row of rows) await reseal(transaction as unknown as Untyped, sealer, table, row);
    });
    changed += rows.length;
  }
}

async function reseal(database: Untyped, sealer: Sealer, table: Table, row: Row): Promise<void> {
  const place = placeOf(table, row);
  const sealed = String(row[table.sealed]);
  let update = database
    .updateTable(table.name)
    .set({ [table.sealed]: sealer.seal(opened(sealer, sealed, place), place) })
    .where(table.sealed, '=', sealed);
  for (const key of table.key) update = update.where(key, '=', row[key]);
  await update.execute();
}

/** Rows, the canary apart, whose value is sealed, and not under the key that writes (`''`: under any). */
function sealedRows(database: Database, table: Table, except: string, limit: number): Promise<Row[]> {
  const value = sql.ref<string>(table.sealed);
  let query = (database as unknown as Untyped)
    .selectFrom(table.name)
    .select([...table.key, table.sealed])
    .where(sql<boolean>`substr(${value}, 1, ${sql.lit(SEALED_PREFIX.length)}) = ${SEALED_PREFIX}`);
  if (table.name === hubSettings.name) query = query.where('key', '<>', CANARY);
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

const KEY_BYTES = 32;

export interface MasterKeySource {
  /** From `PORTICO_SECRET_KEY`; they win over the file. */
  readonly configured: readonly Buffer[] | undefined;
  /** `{data}/master.key`: one key, base64. */
  readonly file: string;
  /** Whether the database holds anything sealed. */
  readonly hasSealedData: boolean;
}

/**
 * The master keys, the first of which writes.
 * @throws {MissingMasterKeyError} rather than make a new key over existing data, which would lose all of it.
 */
export function masterKeys({ configured, file, hasSealedData }: MasterKeySource): readonly Buffer[] {
  if (configured !== undefined && configured.length > 0) return configured;
  const kept = readKey(file);
  if (kept !== undefined) return [kept];
  if (hasSealedData) throw new MissingMasterKeyError(file);
  const made = randomBytes(KEY_BYTES);
  writeKey(file, made);
  return [made];
}

function readKey(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) throw new DamagedMasterKeyError(file);
  // A restored backup may have come back readable for everybody.
  chmodSync(file, 0o600);
  return Buffer.from(text, 'base64');
}

/** On disk, whole, before anything is sealed with it: a key lost in a power cut takes every secret along. */
function writeKey(file: string, key: Buffer): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, `${key.toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
  const directory = openSync(dirname(file), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
