/** How often something has happened in its current window. */
export interface RateCount {
  /** This time included. */
  readonly count: number;
  /** When counting begins anew. */
  readonly endsAt: Date;
}

/**
 * Storage port: counts in fixed windows, shared by all instances of the hub. A window that ends more than two windows
 * from now, by a clock that ran ahead, is begun anew. What is over is swept away.
 */
export abstract class RateCounter {
  /** Counts `times` more, atomically: of calls at the same time each gets a count of its own. */
  abstract hit(key: string, windowMs: number, now: Date, times: number): Promise<RateCount>;
}
