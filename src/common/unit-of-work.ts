/**
 * What one request reads once, and writes at once. Inside `run`, stores keep back what they are told to write, answer
 * reads as if it had been written, and read nothing twice; at its end everything is written in one transaction. No
 * transaction is open before, so a request may wait for an upstream in between.
 */
export abstract class UnitOfWork {
  /**
   * Runs `work`, and then writes what it told stores to write: also where it throws, because a refusal is recorded too.
   * Inside another unit it is a part of that one.
   * @throws what `work` throws, and what `commit` throws.
   */
  abstract run<Result>(work: () => Promise<Result>): Promise<Result>;

  /**
   * Writes what has been kept back so far, for whoever has to know whether it was written before they answer.
   * @throws {Overtaken} and then nothing was written, nothing is kept back any more, and everything is read anew.
   */
  abstract commit(): Promise<void>;

  /** Forgets what has been kept back, where something failed in the middle of it: a half of it must not be written. */
  abstract discard(): void;
}

/** Somebody else was faster: what a write depends on was used up, changed or removed since it was read. */
export class Overtaken extends Error {
  /** @param what was overtaken: a code or token that was redeemed, or the user of a sign-in. */
  constructor(readonly what: 'artifact' | 'user') {
    super(`Somebody else was faster: the ${what} is no longer what it was.`);
    this.name = 'Overtaken';
  }
}
