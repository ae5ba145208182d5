/** A connector's runtime for tests: a clock that moves when told, a log that can be read, a `fetch` that is given. */
import type { ConnectorRuntime } from '../connector.js';

export interface TestRuntime extends ConnectorRuntime {
  /** Moves the clock; negative sets it back. */
  pass(seconds: number): void;
  readonly log: readonly { readonly level: string; readonly detail: object; readonly message: string }[];
}

export interface TestRuntimeOptions {
  /** Default: every request fails. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: 2026-11-21T10:00:00Z. */
  readonly at?: Date;
  readonly domains?: readonly string[];
}

export function testRuntime(options: TestRuntimeOptions = {}): TestRuntime {
  let time = (options.at ?? new Date('2026-11-21T10:00:00Z')).getTime();
  const log: { level: string; detail: object; message: string }[] = [];
  const write = (level: string) => (detail: object, message: string) => void log.push({ level, detail, message });
  return {
    fetch: options.fetch ?? (() => Promise.reject(new Error('no request was expected'))),
    now: () => new Date(time),
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    connection: { name: 'test', domains: options.domains ?? [] },
    log,
    pass: (seconds) => {
      time += seconds * 1_000;
    },
  };
}
