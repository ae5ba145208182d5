import type { HubOptions } from '../processes/hub.js';
import { COMMIT_DELAY } from '../processes/slow-disk.js';
import { heading, line, milliseconds } from '../report.js';
import { compareInTurn } from './in-turn.js';
import type { Measurement } from './measurement.js';
import { withHub } from './running.js';

/** What a durable write takes on a slow and on a fast disk, in milliseconds, beside what it takes here. */
const [SLOW, FAST] = [3, 0.3];
const slowDisk = new URL('../processes/slow-disk.js', import.meta.url).href;

/** The same build in turn with itself, where each commit of the embedded engine waits, in the thread that commits. */
export async function compareDisks(measurement: Measurement): Promise<void> {
  const { hub, engine, kinds } = measurement;
  heading(`Commits that take ${milliseconds(SLOW)} longer in turn with commits that take ${milliseconds(FAST)} longer`);
  if (engine.name !== 'embedded') {
    line('not measured', 'PostgreSQL commits in processes of its own');
    return;
  }
  for (const kind of kinds)
    await withHub(withDelay(hub, SLOW), engine, (slow) =>
      withHub(withDelay(hub, FAST), engine, (fast) => compareInTurn(measurement, kind, slow, fast, [16])),
    );
}

function withDelay(hub: HubOptions, delay: number): HubOptions {
  return { ...hub, nodeArguments: ['--import', slowDisk], environment: { [COMMIT_DELAY]: String(delay) } };
}
