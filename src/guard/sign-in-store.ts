/** Where begun sign-ins are used up: a browser's cookie alone cannot say that it was shown before. */

/** What an application of several processes gives, so that a sign-in used up in one is used up in all of them. */
export interface SignInStore {
  /**
   * Uses up a begun sign-in, in one atomic step that every process sees. It is called before the upstream is asked.
   *
   * `id` is random and cannot be guessed: 43 letters of base64url, whose case counts. It may be forgotten from
   * `until` on, when the sign-in has expired everywhere; earlier than that, it would be let through a second time.
   *
   * Resolves to true for exactly one call with this `id`. Any other answer, and any failure, refuses the sign-in.
   */
  consumeOnce(id: string, until: Date): Promise<boolean>;
}

/** More than people finish within ten minutes; some 20 MB. */
const CAPACITY = 100_000;

/**
 * The store of one process, which loses what it knows with the process. Holds `capacity` sign-ins at most: where more
 * are used up within their lifetime, it forgets the earliest and refuses whatever expires no later than they do, so
 * that a flood costs slow people a second try, and lets nothing through twice.
 */
export class InProcessSignInStore implements SignInStore {
  /** In the order of their consumption: `until` in milliseconds. */
  private readonly consumed = new Map<string, number>();
  private refusedUntil = 0;

  constructor(
    private readonly now: () => Date,
    private readonly capacity = CAPACITY,
  ) {}

  /** How many sign-ins it holds. */
  get size(): number {
    return this.consumed.size;
  }

  async consumeOnce(id: string, until: Date): Promise<boolean> {
    const end = until.getTime();
    this.dropExpired();
    if (end <= this.refusedUntil || end <= this.now().getTime() || this.consumed.has(id)) return false;
    this.consumed.set(id, end);
    if (this.consumed.size > this.capacity) this.dropFirst();
    return true;
  }

  /** Whatever is behind one that lives on goes with that one: no later than a sign-in's lifetime after it came. */
  private dropExpired(): void {
    const now = this.now().getTime();
    for (const [id, end] of this.consumed) {
      if (end > now) return;
      this.consumed.delete(id);
    }
  }

  private dropFirst(): void {
    for (const [id, end] of this.consumed) {
      this.consumed.delete(id);
      this.refusedUntil = Math.max(this.refusedUntil, end);
      return;
    }
  }
}
