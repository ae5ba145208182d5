import { StorageUnavailableError } from '../common/errors.js';
import { UnitOfWork } from '../common/unit-of-work.js';
import { type Database, executorOf } from './database.js';
import { Unit } from './unit.js';

/** Units of work over the hub's database: one transaction each, open while the statements run and not before. */
export class SqlUnitOfWork extends UnitOfWork {
  constructor(private readonly database: Database) {
    super();
  }

  override async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (Unit.of(this.database) !== undefined) return work();
    return Unit.during(this.database, async (unit) => {
      let result: Result;
      try {
        result = await work();
      } catch (error) {
        throw await this.failureOf(unit, error);
      }
      await this.write(unit);
      return result;
    });
  }

  override async commit(): Promise<void> {
    const unit = Unit.of(this.database);
    if (unit !== undefined) await this.write(unit);
  }

  override discard(): void {
    Unit.of(this.database)?.clear();
  }

  /** Writes what belongs to a refusal. That the storage does not answer is the graver news. */
  private async failureOf(unit: Unit, failure: unknown): Promise<unknown> {
    try {
      await this.write(unit);
    } catch (error) {
      if (error instanceof StorageUnavailableError) return error;
    }
    return failure;
  }

  private async write(unit: Unit): Promise<void> {
    const writes = unit.takeWrites();
    if (writes.length === 0) return;
    try {
      await executorOf(this.database).writeTogether(writes);
    } catch (error) {
      unit.clear();
      throw error;
    }
    for (const { onWritten } of writes) onWritten?.();
  }
}
