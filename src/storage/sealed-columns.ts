import type { Selectable } from 'kysely';
import type { Schema } from './schema.js';
import type { SealedPlace } from './sealer.js';

/**
 * Every column that holds sealed values, with the record that each value is bound to: what a change of the master key
 * has to visit. A store that seals something adds its column here.
 */
export interface SealedColumn {
  readonly table: keyof Schema;
  readonly column: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** The `id` of the place, as the store that seals makes it. */
  readonly idOf: (row: Readonly<Record<string, unknown>>) => string;
}

function sealedColumn<Table extends keyof Schema>(
  table: Table,
  column: keyof Schema[Table] & string,
  key: readonly (keyof Schema[Table] & string)[],
  idOf: (row: Selectable<Schema[Table]>) => string,
): SealedColumn {
  return { table, column, key, idOf: (row) => idOf(row as unknown as Selectable<Schema[Table]>) };
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  sealedColumn('connections', 'secrets_sealed', ['id'], (row) => row.id),
  sealedColumn('pending_logins', 'sealed', ['state_hash'], (row) => row.state_hash),
  sealedColumn('trials', 'sealed', ['id'], (row) => row.id),
  sealedColumn('oidc_artifacts', 'payload_sealed', ['model', 'id_hash'], (row) => `${row.model}:${row.id_hash}`),
  sealedColumn('signing_keys', 'jwk_sealed', ['kid'], (row) => row.kid),
  sealedColumn('hub_settings', 'value', ['key'], (row) => row.key),
];

export function placeOf(column: SealedColumn, row: Readonly<Record<string, unknown>>): SealedPlace {
  return { table: column.table, column: column.column, id: column.idOf(row) };
}
