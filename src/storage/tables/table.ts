import type { SealedPlace } from '../sealing/sealer.js';

/** A column, and how the value in a record of the hub's is stored in it: both engines share text and integers. */
export interface Column<Stored, Value, IsOptional extends boolean = false> {
  readonly isOptional: IsOptional;
  read(stored: Stored): Value;
  write(value: Value): Stored;
}

/** A text as it is; by a narrower type one of a few. */
export function textOf<Value extends string>(): Column<string, Value> {
  return { isOptional: false, read: (stored) => stored as Value, write: (value) => value };
}

export const text = textOf<string>();
export const integer: Column<number, number> = { isOptional: false, read: (stored) => stored, write: (value) => value };

/** 0 or 1. */
export const flag: Column<number, boolean> = { isOptional: false, read: (stored) => stored === 1, write: Number };

/** Milliseconds since the epoch. */
export const time: Column<number, Date> = {
  isOptional: false,
  read: (stored) => new Date(stored),
  write: (value) => value.getTime(),
};

/** JSON text. Only for what the hub wrote itself: it is not looked at when it is read. */
export function json<Value>(): Column<string, Value> {
  return { isOptional: false, read: (stored) => JSON.parse(stored) as Value, write: (value) => JSON.stringify(value) };
}

/** Null in the table where the record has nothing. */
export function optional<Stored, Value>(column: Column<Stored, Value>): Column<Stored | null, Value, true> {
  return { ...column, isOptional: true } as Column<Stored | null, Value, true>;
}

export type Columns = Readonly<Record<string, Column<unknown, unknown, boolean>>>;

/** Everything that is true of a table, said in one place: the schema, the sweeper and the change of keys ask it. */
export interface Table<Key extends string = string> extends Facts<Columns, string> {
  readonly name: string;
  readonly key: readonly Key[];
  /** Each column with the name of its value in a record. */
  readonly fields: readonly { readonly name: string; readonly property: string; readonly column: Columns[string] }[];
}

interface Facts<Of extends Columns, Key extends string> {
  readonly columns: Of;
  /** Columns of the primary key. */
  readonly key: readonly Key[];
  /** The column whose values are sealed, each for its row: a change of the master key seals them anew. */
  readonly sealed: (keyof Of & string) | 'nothing';
  /** When the sweeper removes a row. `never`: it goes when somebody deletes it, or the row that it belongs to. */
  readonly expiry: Expiry<keyof Of & string> | 'never';
}

/** A row goes `keptMs` after the time in `column`; one without that time stays. */
export interface Expiry<Name extends string = string> {
  readonly column: Name;
  readonly keptMs?: number;
}

export interface Described<Of extends Columns, Key extends string = string> extends Table<Key> {
  readonly columns: Of;
}

export function table<const Of extends Columns, const Key extends keyof Of & string>(
  name: string,
  facts: Facts<Of, Key>,
): Described<Of, Key> {
  const fields = Object.entries(facts.columns).map(([column, value]) => ({
    name: column,
    property: column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    column: value,
  }));
  return { name, ...facts, fields };
}

type HasColumns<Of extends Columns> = { readonly columns: Of };

/** What the database holds: what is read from a table, and written to it. */
export type RowOf<From extends HasColumns<Columns>> = {
  [Name in keyof From['columns']]: From['columns'][Name] extends Column<infer Stored, infer _, boolean>
    ? Stored
    : never;
};

/** What the hub knows of a row: each column by its name in camel case, and nothing in place of null. */
export type RecordOf<From extends HasColumns<Columns>> = {
  readonly [Name in keyof From['columns'] & string as From['columns'][Name]['isOptional'] extends true
    ? never
    : CamelCase<Name>]: ReturnType<From['columns'][Name]['read']>;
} & {
  readonly [Name in keyof From['columns'] & string as From['columns'][Name]['isOptional'] extends true
    ? CamelCase<Name>
    : never]?: ReturnType<From['columns'][Name]['read']>;
};

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The row of a record. What the record has beside the table's columns is not stored. */
export function toRow<Of extends Columns>(table: Described<Of>, record: RecordOf<typeof table>): RowOf<typeof table> {
  const values = record as Readonly<Record<string, unknown>>;
  const row: Record<string, unknown> = {};
  for (const { name, property, column } of table.fields) {
    const value = values[property];
    row[name] = value === undefined ? null : column.write(value);
  }
  return row as RowOf<typeof table>;
}

/** The record of a row. What the row has beside the table's columns, of a table joined to it, is left out. */
export function fromRow<Of extends Columns>(table: Described<Of>, row: RowOf<typeof table>): RecordOf<typeof table> {
  const cells = row as Readonly<Record<string, unknown>>;
  const record: Record<string, unknown> = {};
  for (const { name, property, column } of table.fields) {
    const cell = cells[name];
    if (cell !== null) record[property] = column.read(cell);
  }
  return record as RecordOf<typeof table>;
}

/** Where a sealed value of the table is kept: it is bound to the record that the row's key names. */
export function placeOf<Key extends string>(
  { name, key, sealed }: Table<Key>,
  row: Readonly<Record<Key, unknown>>,
): SealedPlace {
  return { table: name, column: sealed, id: key.map((column) => String(row[column])).join(':') };
}
