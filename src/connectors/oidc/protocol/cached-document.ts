/**
 * One public upstream document, kept between logins: fresh for an hour, then refreshed in the background; the last
 * good copy serves for 24 hours while the upstream fails; a failing upstream is left alone for 30 seconds, or for 5 while
 * people wait because there is no copy. Requests in flight are shared.
 */
import type { ConnectorRuntime } from '../../connector.js';
import { untilAborted } from './fetch-json.js';

const FRESH = 3_600_000;
const USABLE = 24 * 3_600_000;
const BACK_OFF = 30_000;
/** One dropped connection must not keep everybody out for half a minute; a load takes up to 5 seconds by itself. */
const BACK_OFF_WITHOUT_COPY = 5_000;

/** A moment, and whether `span` milliseconds have not passed since. A clock set back counts as passed. */
export function within(since: number | undefined, span: number, now: number): boolean {
  return since !== undefined && now >= since && now - since < span;
}

interface CachedDocumentOptions<T> {
  readonly runtime: ConnectorRuntime;
  /** Loads and checks the document, within a time limit of its own: it is shared, so no caller's signal ends it. */
  load(): Promise<T>;
}

export class CachedDocument<T> {
  private good: { readonly value: T; readonly at: number } | undefined;
  private failure: { readonly error: unknown; readonly at: number } | undefined;
  private inFlight: Promise<T> | undefined;

  constructor(private readonly options: CachedDocumentOptions<T>) {}

  /** The copy at hand when it is usable (an old one is refreshed behind the caller's back), else what a load gives. */
  async get(signal?: AbortSignal): Promise<T> {
    const { good } = this;
    if (good === undefined || !this.hasUsable()) return this.reload(signal);
    if (!within(good.at, FRESH, this.now())) void this.reload().catch(() => undefined);
    return good.value;
  }

  /** When the copy at hand was loaded; undefined without one. */
  loadedAt(): Date | undefined {
    return this.good && new Date(this.good.at);
  }

  /** Whether a copy is at hand that may still serve. */
  hasUsable(): boolean {
    return within(this.good?.at, USABLE, this.now());
  }

  /** Loads now, or joins the load in flight; rethrows the last failure while the back-off lasts. */
  reload(signal?: AbortSignal): Promise<T> {
    if (this.inFlight === undefined) {
      const backOff = this.hasUsable() ? BACK_OFF : BACK_OFF_WITHOUT_COPY;
      if (this.failure !== undefined && within(this.failure.at, backOff, this.now())) {
        return Promise.reject(this.failure.error);
      }
      this.inFlight = this.load().finally(() => {
        this.inFlight = undefined;
      });
      // A caller whose signal aborts stops listening; the failure is kept in `failure` all the same.
      this.inFlight.catch(() => undefined);
    }
    return untilAborted(this.inFlight, signal);
  }

  private async load(): Promise<T> {
    try {
      const value = await this.options.load();
      this.good = { value, at: this.now() };
      this.failure = undefined;
      return value;
    } catch (error) {
      this.failure = { error, at: this.now() };
      this.options.runtime.logger.warn({ err: error }, 'an upstream document could not be loaded');
      throw error;
    }
  }

  private now(): number {
    return this.options.runtime.now().getTime();
  }
}
