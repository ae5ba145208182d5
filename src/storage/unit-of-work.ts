import { UnitOfWork } from '../common/unit-of-work.js';

/** Placeholder: every write is a commit of its own still. */
export class SqlUnitOfWork extends UnitOfWork {
  override run<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }

  override async commit(): Promise<void> {}

  override discard(): void {}
}
