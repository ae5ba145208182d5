/** The step `clock` of a check: tokens carry times, and a hub that is minutes off the upstream's refuses all of them. */

import type { CheckStep } from './abilities.js';
import type { ConnectorRuntime } from './connector.js';

/** Seconds. A sign-in tolerates five minutes; the step warns well before. */
const WARNING_FROM = 60;
const FAILED_FROM = 300;

/**
 * A check's steps, and after them the step `clock`: by the `Date` of what the upstream answered to them.
 * @param upstream whose clock the hub's is compared with, as a name in a sentence.
 * @param check makes its requests through the runtime that it is given.
 */
export async function withClockStep(
  runtime: ConnectorRuntime,
  upstream: string,
  check: (watched: ConnectorRuntime) => Promise<readonly CheckStep[]>,
): Promise<readonly CheckStep[]> {
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
  const steps = await check({ ...runtime, fetch });
  return [...steps, clockStep(readings.reduce<number | undefined>(closest, undefined), upstream)];
}

/** @param difference seconds that the hub's clock is ahead (negative: behind); undefined while no answer said. */
function clockStep(difference: number | undefined, upstream: string): CheckStep {
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
