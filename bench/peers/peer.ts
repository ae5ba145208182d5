import type { NewDatabase } from '../processes/database.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import type { Subject } from '../scenarios/round.js';

/** Another product that brokers sign-ins, in one of its variants. */
export interface Peer {
  /** Its family, a dash, and where it keeps its state: `dex-sqlite`. */
  readonly name: string;
  /** Its version, and what it does for its figure. */
  readonly what: string;
  readonly needsDatabase: boolean;
  /**
   * Fetches and builds it at its first use, and starts it with one application and one connection, to the upstream.
   * @throws {PeerMissingError} where it cannot be had on this machine.
   */
  start(surroundings: Surroundings): Promise<RunningPeer>;
}

/** What a peer is given. */
export interface Surroundings {
  readonly upstream: UpstreamAddress;
  readonly port: number;
  /** New and empty, for its files. */
  readonly folder: string;
  /** The program of Node, for those that run on it. */
  readonly node: string;
  /** New and empty, on a PostgreSQL; only where it needs one. */
  readonly database: NewDatabase | undefined;
}

export interface RunningPeer extends Subject {
  stop(): Promise<void>;
}

/** A toolchain or a registry is missing: its message is the sentence that stands in the place of figures. */
export class PeerMissingError extends Error {}
