import { arrivals } from '../driver/load.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';
import { latencies, measured, round } from './round.js';
import { withHub } from './running.js';

/** More than are ever under way at half the maximum. */
const MOST_AT_ONCE = 64;

/** Latency while sign-ins arrive at half the rate that 16 at once reach: each on its time, whether those before ended or not. */
export async function measureRate({ hub, engine, kinds, perRound: times }: Measurement): Promise<void> {
  for (const kind of kinds) {
    await withHub(hub, engine, async (subject) => {
      await round(subject, kind, times, 8);
      const { perSecond: most } = await round(subject, kind, times, 16);
      const rate = most / 2;
      const arrived = await measured(subject, kind, MOST_AT_ONCE, (task) => arrivals(times * 3, rate, task));
      const totals = latencies(arrived.signIns);
      const [p50, p99] = [quantile(totals, 0.5), quantile(totals, 0.99)];
      heading(`Sign-ins (${kind}) that arrive at half the maximum: ${times * 3}, ${rate.toFixed(1)} a second`);
      line('hub latency, p50 / p99', `${milliseconds(p50)} / ${milliseconds(p99)}`);
      line('p99 against p50', ratio(p99 / p50));
      line('hub CPU for each', milliseconds(arrived.cpu));
      if (arrived.lost.length > 0) line('lost', `${arrived.lost.length}, such as: ${arrived.lost[0]}`);
    });
  }
}
