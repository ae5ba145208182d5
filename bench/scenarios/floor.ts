import { setUp } from '../driver/set-up.js';
import type { Engine } from '../options.js';
import { BareHub } from '../processes/bare-hub.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { compareInTurn } from './compare.js';
import { round } from './sign-ins.js';

/** The hub in turn with the protocol libraries alone: what of its CPU time no work on the hub can save. */
export async function compareWithFloor(
  options: HubOptions,
  engine: Engine,
  upstream: UpstreamAddress,
  perRound: number,
): Promise<void> {
  const bare = await BareHub.start(upstream);
  try {
    await withPlace(engine, async (place) => {
      const hub = await Hub.start(options, place);
      try {
        const application = await setUp(hub, upstream);
        await compareInTurn(
          perRound,
          (times, atOnce) => round(hub, application, times, atOnce),
          (times, atOnce) => round(bare, bare.application, times, atOnce),
        );
      } finally {
        await hub.stop();
      }
    });
  } finally {
    bare.stop();
  }
}
