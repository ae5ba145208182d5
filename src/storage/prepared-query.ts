import { hash } from 'node:crypto';
import type { CompiledQuery, QueryResult } from 'kysely';
import { type Database, executorOf } from './database.js';
import type { Columns, RowOf } from './tables/table.js';

/** Stands for a value that each run gives: `value('clientId')`. */
export type ValueOf<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/** A query as Kysely builds it, before it is run. */
interface Built<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * A query that is built and compiled once for each engine, and only filled with values afterwards. For what every
 * sign-in asks: building a query costs more than SQLite takes to answer it.
 */
export class PreparedQuery<Values extends object, Row> {
  /** By what Kysely keeps one of for each engine, whether in a transaction or not. */
  private readonly compiled = new WeakMap<object, NamedQuery<Row>>();

  constructor(private readonly build: (database: Database, value: ValueOf<Values>) => Built<Row>) {}

  async all(database: Database, values: Values): Promise<readonly Row[]> {
    const { rows } = await this.run(database, values);
    return rows;
  }

  async first(database: Database, values: Values): Promise<Row | undefined> {
    const { rows } = await this.run(database, values);
    return rows[0];
  }

  /** For a query that returns no rows: how many it wrote or removed. */
  async affected(database: Database, values: Values): Promise<number> {
    const { numAffectedRows } = await this.run(database, values);
    return Number(numAffectedRows ?? 0n);
  }

  /** Its rows, seen by all instances, without waiting for the disk: a crash of the server may undo what it wrote. */
  async relaxed(database: Database, values: Values): Promise<readonly Row[]> {
    const { rows } = await executorOf(database).executeRelaxed<Row>(this.filled(database, values));
    return rows;
  }

  /** The query with its values, to be run later. */
  filled(database: Database, values: Values): NamedQuery<Row> {
    const compiled = this.compiledFor(database, database.getExecutor().adapter);
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? values[parameter.name as keyof Values] : parameter,
    );
    return { ...compiled, parameters };
  }

  private run(database: Database, values: Values): Promise<QueryResult<Row>> {
    return database.getExecutor().executeQuery<Row>(this.filled(database, values));
  }

  private compiledFor(database: Database, engine: object): NamedQuery<Row> {
    const known = this.compiled.get(engine);
    if (known !== undefined) return known;
    const value: ValueOf<Values> = (name) => new Placeholder(name) as never;
    const compiled = this.build(database, value).compile();
    const named = { ...compiled, name: nameOf(compiled.sql) };
    this.compiled.set(engine, named);
    return named;
  }
}

/** A query whose text is one of few: a server may keep it prepared under its name. */
export interface NamedQuery<Row = unknown> extends CompiledQuery<Row> {
  readonly name: string;
}

/** The same text has the same name everywhere, so that no two builds of the hub mean different things by one. */
export function nameOf(text: string): string {
  return `portico_${hash('sha256', text, 'hex').slice(0, 24)}`;
}

class Placeholder {
  constructor(readonly name: string) {}
}

/** Names the values of a query to be built: `prepared<{ id: string }>()((database, value) => …)`. */
export function prepared<Values extends object>() {
  return <Row>(build: (database: Database, value: ValueOf<Values>) => Built<Row>): PreparedQuery<Values, Row> =>
    new PreparedQuery(build);
}

/** A value for each column of a table: a whole row to be inserted. */
export function everyColumn<Of extends Columns>(
  table: { readonly columns: Of },
  value: (name: never) => unknown,
): RowOf<typeof table> {
  const values = Object.keys(table.columns).map((name) => [name, value(name as never)]);
  return Object.fromEntries(values) as RowOf<typeof table>;
}
