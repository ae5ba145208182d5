import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the HTTP request being served and is needed far below the controllers: events and logs. */
export interface RequestContext {
  /** Appears in the log, on error pages, in error answers, in events and as the `X-Correlation-Id` header. */
  readonly correlationId: string;
  /** The browser's or caller's address, from the socket or a trusted proxy. */
  readonly ip: string;
  readonly userAgent: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` (and all it starts) with `context`. */
export function runInRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request being served; undefined outside one (background work, start). */
export function currentRequestContext(): RequestContext | undefined {
  return storage.getStore();
}
