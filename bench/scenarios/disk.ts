import { COMMIT_DELAY } from '../processes/slow-disk.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import type { Measurement } from './measurement.js';
import { round } from './round.js';
import { withHub } from './running.js';

/** Milliseconds that a durable write takes on a fast and on a slow disk. */
const DELAYS = [0.3, 3] as const;
const slowDisk = new URL('../processes/slow-disk.js', import.meta.url).href;

/** Throughput with 16 at once where each commit of the embedded engine waits longer, in the thread that commits. */
export async function measureSlowDisk({ hub, engine, kinds, perRound: times }: Measurement): Promise<void> {
  for (const kind of kinds) {
    heading(`Sign-ins a second (${kind}), 16 at once, with a delay at each commit`);
    if (engine.name !== 'embedded') return line('not measured', 'PostgreSQL commits in processes of its own');
    const reached: number[] = [];
    for (const delay of DELAYS) {
      const slow = {
        ...hub,
        nodeArguments: ['--import', slowDisk],
        environment: { [COMMIT_DELAY]: String(delay) },
      };
      const { perSecond, cpu } = await withHub(slow, engine, async (subject) => {
        await round(subject, kind, times, 16);
        return await round(subject, kind, times, 16);
      });
      reached.push(perSecond);
      line(`${delay} ms`, `${perSecond.toFixed(1)}, hub CPU for each ${milliseconds(cpu)}`);
    }
    const [fast = Number.NaN, slow = Number.NaN] = reached;
    line('the slow disk against the fast one', ratio(slow / fast));
  }
}
