import type { Kind } from '../driver/sign-in.js';
import type { Engine } from '../options.js';
import type { HubOptions } from '../processes/hub.js';

/** Which hub is measured, over which engine, with sign-ins of which kinds: what most scenarios begin with. */
export interface Measurement {
  readonly hub: HubOptions;
  readonly engine: Engine;
  readonly kinds: readonly Kind[];
  /** Where hubs are measured in turn: how often, and sign-ins each time. */
  readonly rounds: number;
  readonly perRound: number;
}
