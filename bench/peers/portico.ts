import { setUp } from '../driver/set-up.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { newPlace } from '../processes/place.js';
import type { Peer, RunningPeer, Surroundings } from './peer.js';

const WHAT = 'this build: users kept, events, a log line a request; waits for the disk';

/** The hub itself, measured as its peers are, on both engines. */
export function porticos(options: HubOptions): readonly Peer[] {
  const start = async ({ folder, port, database }: Surroundings): Promise<RunningPeer> => {
    const hub = await Hub.start(options, await newPlace(folder, port, database));
    try {
      const application = await setUp(hub, options.upstream, 'oidc');
      return { application, processes: hub.processes, stop: () => hub.stop() };
    } catch (error) {
      await hub.stop();
      throw error;
    }
  };
  return [
    { name: 'portico', what: WHAT, needsDatabase: false, start },
    { name: 'portico-pg', what: WHAT, needsDatabase: true, start },
  ];
}
