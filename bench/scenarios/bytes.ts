import { setUp } from '../driver/set-up.js';
import { Hub } from '../processes/hub.js';
import { isInMemory, withPlace } from '../processes/place.js';
import { heading, line } from '../report.js';
import { AT_ONCE } from './in-turn.js';
import type { Measurement } from './measurement.js';
import { round } from './round.js';

/**
 * What the hub's processes write to the disk for a sign-in (`write_bytes`), from a hub in use to its end: so what it still
 * held back is written too, and the last checkpoint is made. What a database server writes is not among it.
 */
export async function measureBytes({ hub: options, engine, kinds }: Measurement, times: number): Promise<void> {
  heading('Written to disk by the hub for a sign-in, its last checkpoint included');
  if (await isInMemory(engine.folder)) return line('not measured', `${engine.folder} is in memory: see --place`);
  for (const kind of kinds) {
    for (const atOnce of AT_ONCE) {
      const written = await withPlace(engine, async (place) => {
        const hub = await Hub.start(options, place);
        try {
          const subject = { application: await setUp(hub, options.upstream), processes: hub.processes };
          await round(subject, kind, Math.ceil(times / 4), atOnce);
          const before = hub.processes.writtenBytes();
          const { signIns } = await round(subject, kind, times, atOnce);
          return ((await hub.stopAndCount()) - before) / signIns.length;
        } finally {
          await hub.stop();
        }
      });
      line(`${kind}, ${atOnce} at once, ${times} sign-ins`, `${(written / 1024).toFixed(1)} KiB`);
    }
  }
}
