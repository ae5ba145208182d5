import type { HubOptions } from '../processes/hub.js';
import { compareInTurn } from './in-turn.js';
import type { Measurement } from './measurement.js';
import { withHub } from './running.js';

/** Two versions of the hub in turn. */
export async function compareVersions(measurement: Measurement, other: HubOptions): Promise<void> {
  const { hub, engine, kinds } = measurement;
  for (const kind of kinds) {
    await withHub(hub, engine, (a) => withHub(other, engine, (b) => compareInTurn(measurement, kind, a, b)));
  }
}
