/** The step `clock` of a check: tokens carry times, and a hub that is minutes off the upstream's refuses all of them. */

import type { CheckStep } from './abilities.js';
import type { ConnectorRuntime } from './connector.js';

/** Seconds. A sign-in tolerates five minutes; the step warns well before. */
const WARNING_FROM = 60;
const FAILED_FROM = 300;

export interface WatchedClock {
  /** The runtime, whose answers' `Date` is noted. */
  readonly runtime: ConnectorRuntime;
  /** Seconds that the hub's clock is ahead of the upstream's (negative: behind). Undefined while no answer said. */
  reading(): number | undefined;
}

export function watchedClock(runtime: ConnectorRuntime): WatchedClock {
  const readings: number[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const asked = runtime.now().getTime();
    const response = await runtime.fetch(input, init);
    const answered = runtime.now().getTime();
    const date = Date.parse(response.headers.get('date') ?? '');
    // A cache on the way keeps the date of the answer it stored.
    const isStored = response.headers.has('age');
    // Whole seconds on the wire, and half of the way there and back.
    if (!Number.isNaN(date) && !isStored) readings.push(((asked + answered) / 2 - date - 500) / 1000);
    return response;
  };
  return {
    runtime: { ...runtime, fetch },
    reading: () => readings.reduce<number | undefined>(closest, undefined),
  };
}

/** @param upstream whose clock it is compared with, as a name in a sentence. */
export function clockStep(difference: number | undefined, upstream: string): CheckStep {
  const step = 'clock';
  if (difference === undefined) {
    return { step, outcome: 'skipped', message: `${upstream} did not say what time it is there.` };
  }
  const seconds = Math.round(Math.abs(difference));
  if (seconds < WARNING_FROM) {
    return { step, outcome: 'ok', message: `The hub's clock agrees with ${upstream}'s.` };
  }
  const direction = difference > 0 ? 'ahead of' : 'behind';
  const isTooMuch = seconds >= FAILED_FROM;
  return {
    step,
    outcome: isTooMuch ? 'failed' : 'warning',
    message: `The hub's clock is ${direction} ${upstream}'s${isTooMuch ? ', and sign-ins will be refused' : ''}.`,
    given: `${seconds} seconds ${direction} ${upstream}'s clock`,
    expected: `less than ${WARNING_FROM} seconds of difference`,
    remedy: "Synchronise the clock of the hub's machine (NTP).",
  };
}

/** Of several readings the smallest says most: the others waited longer somewhere. */
function closest(least: number | undefined, one: number): number {
  return least === undefined || Math.abs(one) < Math.abs(least) ? one : least;
}
