import type { Kind } from '../driver/sign-in.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';
import { type Round, round, type Subject } from './round.js';

/** Until the code that runs hot is compiled. */
const WARM_UP = 500;
export const AT_ONCE = [1, 16] as const;

/**
 * Two hubs side by side: rounds of sign-ins in turn, so that a machine whose speed drifts treats both alike, and the
 * median of the ratios pair by pair.
 */
export async function compareInTurn(
  { rounds, perRound }: Pick<Measurement, 'rounds' | 'perRound'>,
  kind: Kind,
  a: Subject,
  b: Subject,
  numbersAtOnce: readonly number[] = AT_ONCE,
): Promise<void> {
  for (const subject of [a, b]) await round(subject, kind, Math.min(WARM_UP, perRound), 8);
  for (const atOnce of numbersAtOnce) {
    const pairs: [Round, Round][] = [];
    for (let turn = 0; turn < rounds; turn += 1)
      pairs.push([await round(a, kind, perRound, atOnce), await round(b, kind, perRound, atOnce)]);
    const requests = pairs[0]?.map((one) => one.requests).join(' and ');
    heading(`${rounds} rounds of ${perRound} sign-ins (${kind}), ${atOnce} at once: measured, other, ratio (medians)`);
    line('requests to the hub', requests ?? '');
    print('hub CPU for each', pairs, ({ cpu }) => cpu, milliseconds);
    if (a.database !== undefined) print('CPU of the database server', pairs, (one) => one.databaseCpu, milliseconds);
    print(
      'per second',
      pairs,
      ({ perSecond }) => perSecond,
      (value) => value.toFixed(1),
    );
    const lost = pairs.flat().flatMap((one) => one.lost);
    if (lost.length > 0) line('lost', `${lost.length}, such as: ${lost[0]}`);
  }
}

function print(
  what: string,
  pairs: readonly (readonly [Round, Round])[],
  figure: (round: Round) => number,
  format: (value: number) => string,
): void {
  const median = (side: 0 | 1): string =>
    format(
      quantile(
        pairs.map((pair) => figure(pair[side])),
        0.5,
      ),
    );
  const ratios = pairs.map(([a, b]) => figure(a) / figure(b));
  line(what, `${median(0)}, ${median(1)}, ${ratio(quantile(ratios, 0.5))}`);
}
