import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hub, type HubOptions } from '../processes/hub.js';
import { heading, line, milliseconds } from '../report.js';
import { quantile } from '../statistics.js';

/** From the start of the process to the first answer: on an empty data directory, then on one that is in use. */
export async function measureStart(options: HubOptions, times: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const starts: number[] = [];
  try {
    for (let start = 0; start <= times; start += 1) {
      const hub = await Hub.start({ ...options, dataDir });
      starts.push(hub.startTime);
      await hub.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const [first = Number.NaN, ...later] = starts;
  heading('Start to the first answer');
  line('the very first, which makes the schema and all keys', milliseconds(first));
  line(`later ones, median of ${times}`, milliseconds(quantile(later, 0.5)));
}
