import { type Strategy, setUp } from '../driver/set-up.js';
import type { Engine } from '../options.js';
import { processesOf } from '../processes/database.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import type { Subject } from './round.js';

/** A hub at a new place, with an application and a connection, while `work` lasts. */
export function withHub<T>(
  options: HubOptions,
  engine: Engine,
  work: (subject: Subject & { readonly hub: Hub }) => Promise<T>,
  strategy: Strategy = 'waad',
): Promise<T> {
  return withPlace(engine, async (place) => {
    const hub = await Hub.start(options, place);
    try {
      const application = await setUp(hub, options.upstream, strategy);
      const database = engine.name === 'postgres' ? await processesOf(engine.url) : undefined;
      return await work({ hub, application, processes: hub.processes, database });
    } finally {
      await hub.stop();
    }
  });
}
