import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newDatabase } from '../processes/database.js';
import type { HubOptions } from '../processes/hub.js';
import { freePort } from '../processes/ports.js';
import type { ProcessTree } from '../processes/process-tree.js';
import { type Peer, PeerMissingError, type RunningPeer } from './peer.js';

/** A peer that runs, with the name that its figures stand under. */
export interface Contestant extends RunningPeer {
  readonly name: string;
}

/** A PostgreSQL for those that need one. */
export interface DatabaseServer {
  readonly url: string;
  readonly processes: ProcessTree | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a peer at a new place below `parent`, with a database of its own where it needs one. Its end removes both.
 * @throws {PeerMissingError} where it, or the database server, cannot be had.
 */
export async function enter(
  { name, needsDatabase, start }: Peer,
  { upstream, node }: HubOptions,
  parent: string,
  server: DatabaseServer | undefined,
): Promise<Contestant> {
  if (needsDatabase && server === undefined) throw new PeerMissingError('there is no PostgreSQL');
  const folder = await mkdtemp(join(parent, `portico-bench-${name}-`));
  const database = needsDatabase && server !== undefined ? await newDatabase(server.url) : undefined;
  const leave = async (): Promise<void> => {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const peer = await start({ upstream, node, folder, database, port: await freePort() });
    const stop = async (): Promise<void> => {
      await peer.stop();
      await leave();
    };
    return { ...peer, name, stop, ...(needsDatabase && { database: server?.processes }) };
  } catch (error) {
    await leave();
    throw error;
  }
}
