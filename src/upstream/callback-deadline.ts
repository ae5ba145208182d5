import { Injectable } from '@nestjs/common';
import { ConnectorError } from '../connectors/index.js';
import { en } from '../pages/index.js';

/** Half a second is left for what comes after: the user, the session, the answer. */
const LIMIT_MS = 9_500;

/** A limit that runs. */
export interface Countdown {
  /** Aborts when the time is up. Whatever is begun for the callback is given it. */
  readonly signal: AbortSignal;
  /** A timer keeps everything that listens to it until its time comes, long after the answer is out. */
  stop(): void;
}

/** How long a person waits for an upstream: everything a callback waits for fits in 10 seconds. */
@Injectable()
export class CallbackDeadline {
  /** Begins the one deadline of a request. */
  begin(): Countdown {
    const end = new AbortController();
    const timer = setTimeout(
      () => end.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      LIMIT_MS,
    );
    timer.unref();
    return { signal: end.signal, stop: () => clearTimeout(timer) };
  }

  /** Runs `work` until the time is up, whether it heeds the signal or not. */
  async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, stop } = this.begin();
    try {
      return await untilAborted(signal, work(signal));
    } finally {
      stop();
    }
  }
}

/** What `work` comes to, unless the time is up before. @throws {ConnectorError} then. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let refuse = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    refuse = () =>
      reject(
        new ConnectorError('upstream_unavailable', 'The upstream did not answer within the time of a callback.', {
          step: 'callback',
          actor: 'operator',
          messageKey: 'hub.upstream_unavailable',
          publicMessage: en.upstreamUnavailable,
        }),
      );
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', refuse);
  }
}
