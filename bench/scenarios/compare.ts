import { setUp } from '../driver/set-up.js';
import type { Engine } from '../options.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { quantile } from '../statistics.js';
import { type Round, round } from './sign-ins.js';

const ROUNDS = 7;
/** Until the code that runs hot is compiled. */
const WARM_UP = 500;

/**
 * Two versions side by side: rounds of sign-ins in turn, so that a machine whose speed drifts treats both alike, and the
 * median of the ratios pair by pair.
 */
export function compareSignIns(
  measured: HubOptions,
  other: HubOptions,
  engine: Engine,
  upstream: UpstreamAddress,
  perRound: number,
): Promise<void> {
  const side = async <T>(options: HubOptions, work: (run: Run) => Promise<T>): Promise<T> =>
    withPlace(engine, async (place) => {
      const hub = await Hub.start(options, place);
      try {
        const application = await setUp(hub, upstream);
        return await work((times, atOnce) => round(hub, application, times, atOnce));
      } finally {
        await hub.stop();
      }
    });
  return side(measured, (a) => side(other, (b) => compareInTurn(perRound, a, b)));
}

type Run = (times: number, atOnce: number) => Promise<Round>;

/** Warms both up, and prints rounds of both in turn. */
export async function compareInTurn(perRound: number, a: Run, b: Run): Promise<void> {
  for (const run of [a, b]) await run(Math.min(WARM_UP, perRound), 8);
  for (const atOnce of [1, 16]) {
    const pairs: [Round, Round][] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) pairs.push([await a(perRound, atOnce), await b(perRound, atOnce)]);
    heading(`${ROUNDS} rounds of ${perRound} sign-ins, ${atOnce} at once: measured, other, ratio (medians)`);
    print('hub CPU for each', pairs, ({ cpu }) => cpu, milliseconds);
    print(
      'per second',
      pairs,
      ({ perSecond }) => perSecond,
      (value) => value.toFixed(1),
    );
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
