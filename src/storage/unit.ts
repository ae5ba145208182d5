import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, KeptWrite } from './database.js';

/** What a store remembers of its own rows within one unit of work. */
export interface UnitPart {
  /** What is to be written, once: afterwards the part takes it for written. */
  takeWrites(): readonly KeptWrite[];
}

const underWay = new AsyncLocalStorage<Unit>();

/** The order in which tables are written. Those that are not named here follow, and events come last. */
const FIRST_TABLES: readonly KeptWrite['table'][] = ['users', 'identities', 'oidc_artifacts', 'pending_logins'];

/** One unit of work, as stores see it: where they keep back what they write, and what they have read. */
export class Unit {
  private kept: KeptWrite[] = [];
  private readonly parts = new Map<object, UnitPart>();
  private readonly readings = new Map<string, Promise<unknown>>();
  private isOver = false;

  private constructor(private readonly database: Database) {}

  /** The unit that the present call belongs to. Undefined outside: then a store writes at once. */
  static of(database: Database): Unit | undefined {
    const unit = underWay.getStore();
    return unit !== undefined && unit.database === database && !unit.isOver ? unit : undefined;
  }

  /** Runs `work` inside a new unit. What goes on after its end by itself is outside. */
  static async during<Result>(database: Database, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    const unit = new Unit(database);
    try {
      return await underWay.run(unit, () => work(unit));
    } finally {
      unit.isOver = true;
    }
  }

  /** Keeps a statement back until the unit is written. */
  write(write: KeptWrite): void {
    this.kept.push(write);
  }

  /** The part of a store, which is made when it is first asked for. @param kind one for all stores of a kind. */
  part<Part extends UnitPart>(kind: abstract new (...args: never) => Part, make: () => Part): Part {
    const part = (this.parts.get(kind) as Part | undefined) ?? make();
    this.parts.set(kind, part);
    return part;
  }

  /** Loads once in a unit: whoever asks for the same key again gets the same. */
  once<Value>(key: string, load: () => Promise<Value>): Promise<Value> {
    return once(this.readings as Map<string, Promise<Value>>, key, load);
  }

  /** What is known by the key, without loading it. */
  async known<Value>(key: string): Promise<Value | undefined> {
    return (await this.readings.get(key)) as Value | undefined;
  }

  /** What `once` answers from now on. */
  remember(key: string, value: unknown): void {
    this.readings.set(key, Promise.resolve(value));
  }

  /** Lets everything be loaded anew whose key begins like this. */
  forget(beginning: string): void {
    for (const key of this.readings.keys()) if (key.startsWith(beginning)) this.readings.delete(key);
  }

  /** What has been kept back so far, in the order in which it is to be written. */
  takeWrites(): readonly KeptWrite[] {
    const taken = [...this.kept, ...[...this.parts.values()].flatMap((part) => part.takeWrites())];
    this.kept = [];
    return taken.sort((one, other) => rank(one) - rank(other) || compare(one.key, other.key));
  }

  /** Nothing is kept back any more, and everything is read anew. */
  clear(): void {
    this.kept = [];
    this.parts.clear();
    this.readings.clear();
  }
}

/** What is known by the key, or is loaded now. What failed is loaded anew. */
export function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  load: () => Promise<Value>,
): Promise<Value> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const loading = load();
  known.set(key, loading);
  loading.catch(() => known.get(key) === loading && known.delete(key));
  return loading;
}

/** Within a unit `load` runs once for the key, outside each time. */
export function onceInUnit<Value>(database: Database, key: string, load: () => Promise<Value>): Promise<Value> {
  return Unit.of(database)?.once(key, load) ?? load();
}

function rank({ table }: KeptWrite): number {
  if (table === 'events') return FIRST_TABLES.length + 1;
  const index = FIRST_TABLES.indexOf(table);
  return index === -1 ? FIRST_TABLES.length : index;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
