import { Hub } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import { heading, line, milliseconds } from '../report.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';

/** From the start of the process to the first answer: on empty storage, then on storage that is in use. */
export async function measureStart({ hub: options, engine }: Measurement, times: number): Promise<void> {
  const starts: number[] = [];
  await withPlace(engine, async (place) => {
    for (let start = 0; start <= times; start += 1) {
      const hub = await Hub.start(options, place);
      starts.push(hub.startTime);
      await hub.stop();
    }
  });
  const [first = Number.NaN, ...later] = starts;
  heading('Start to the first answer');
  line('the very first, which makes the schema and all keys', milliseconds(first));
  line(`later ones, median of ${times}`, milliseconds(quantile(later, 0.5)));
}
