/**
 * Runs one turn of a Passport strategy outside Express: an object derived from it, with the five methods that Passport
 * would give it, hears the first thing it says.
 */

/** Any Passport strategy: what the bridge calls of it. */
export interface AnyStrategy {
  readonly authenticate: (request: never, options?: never) => unknown;
}

/** What a strategy said. Everything in it is the strategy's own: unverified, and not for the log as it is. */
export type StrategyOutcome =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'success'; readonly user: unknown; readonly info: unknown }
  | { readonly kind: 'fail'; readonly challenge: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'pass' }
  /** The signal aborted before the strategy said anything. */
  | { readonly kind: 'late' };

export interface StrategyRun {
  readonly strategy: AnyStrategy;
  readonly request: object;
  /** Options of `authenticate`, as an application would give them to `passport.authenticate`. Default: none. */
  readonly options?: object;
  readonly signal: AbortSignal;
  /** Hears of whatever the strategy says after its first word, which alone counts. */
  onRepetition(kind: StrategyOutcome['kind']): void;
}

/** A turn in progress. */
export interface RunningStrategy {
  readonly outcome: Promise<StrategyOutcome>;
  /** Ends the turn: a callback of the strategy threw where nobody but the bridge could catch it. */
  crash(error: unknown): void;
}

/** Never rejects, and always ends: at the latest when `signal` aborts. */
export function runStrategy(run: StrategyRun): RunningStrategy {
  const { strategy, request, options, signal } = run;
  let resolve: (outcome: StrategyOutcome) => void = () => undefined;
  const first = new Promise<StrategyOutcome>((settle) => {
    resolve = settle;
  });
  let isOver = false;
  const say = (outcome: StrategyOutcome): void => {
    if (isOver && outcome.kind !== 'late') run.onRepetition(outcome.kind);
    isOver = true;
    resolve(outcome);
  };
  const crash = (error: unknown): void => say({ kind: 'error', error });
  const late = (): void => say({ kind: 'late' });
  if (signal.aborted) late();
  else signal.addEventListener('abort', late, { once: true });

  const acting: object = Object.assign(Object.create(strategy), {
    redirect: (url: unknown) => say({ kind: 'redirect', url: String(url) }),
    success: (user: unknown, info: unknown) => say({ kind: 'success', user, info }),
    fail: (challenge: unknown) => say({ kind: 'fail', challenge }),
    error: crash,
    pass: () => say({ kind: 'pass' }),
  });
  try {
    // An asynchronous strategy whose promise nobody waits for would end the process when it fails.
    Promise.resolve(Reflect.apply(strategy.authenticate, acting, [request, options ?? {}])).catch(crash);
  } catch (error) {
    crash(error);
  }
  return { outcome: first.finally(() => signal.removeEventListener('abort', late)), crash };
}
