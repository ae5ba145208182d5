import pg from 'pg';

const { builtins } = pg.types;
const ESCAPE = '\u0001';
const NUL = '\u0000';
const ESCAPED_NUL = `${ESCAPE}0`;
const ESCAPED_ESCAPE = `${ESCAPE}1`;

/**
 * A parameter as PostgreSQL takes it. Its text cannot hold NUL, which SQLite's can and which anybody can send in a
 * query string: it is escaped, reversibly, so that both engines find, keep and tell apart the same values.
 */
export function toPostgres(value: unknown): unknown {
  if (typeof value !== 'string' || !(value.includes(NUL) || value.includes(ESCAPE))) return value;
  return value.replaceAll(ESCAPE, ESCAPED_ESCAPE).replaceAll(NUL, ESCAPED_NUL);
}

function textFromPostgres(value: string): string {
  if (!value.includes(ESCAPE)) return value;
  return value.replaceAll(ESCAPED_NUL, NUL).replaceAll(ESCAPED_ESCAPE, ESCAPE);
}

const parsers: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  // Times in milliseconds, counters and counts: all below 2^53.
  [builtins.INT8, Number],
  [builtins.TEXT, textFromPostgres],
  [builtins.VARCHAR, textFromPostgres],
]);

/** How column values are read: as the embedded engine gives them. For one pool, not for every user of the library. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
