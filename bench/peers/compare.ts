import type { Engine } from '../options.js';
import { processesOf } from '../processes/database.js';
import { Postgres } from '../processes/postgres.js';
import { heading, line } from '../report.js';
import { AT_ONCE } from '../scenarios/in-turn.js';
import type { Measurement } from '../scenarios/measurement.js';
import { round } from '../scenarios/round.js';
import { type Contestant, type DatabaseServer, enter } from './contestant.js';
import { dexes } from './dex.js';
import { keycloaks } from './keycloak.js';
import { type Peer, PeerMissingError } from './peer.js';
import { polises } from './polis.js';
import { porticos } from './portico.js';
import { type Cell, printTable } from './table.js';

const PEERS: readonly Peer[] = [...polises, ...dexes, ...keycloaks];
/** Until a JVM is fast too, and everybody has been there. */
const WARM_UP_ROUNDS = 4;

/**
 * The hub on both engines and other products, all of them running, measured in turn: one upstream, one driver, the
 * connection named, no page and no userinfo, people who return. Whoever is missing is skipped, with a sentence.
 * @param names families (`dex`) or variants (`dex-sqlite`).
 * @throws {TypeError} for a name that is none of them.
 */
export async function comparePeers(
  { hub, engine, rounds, perRound }: Measurement,
  names: readonly string[],
): Promise<void> {
  const peers = [...porticos(hub), ...names.flatMap(called)];
  const server = await serverFor(engine);
  const contestants: Contestant[] = [];
  try {
    heading('Side by side');
    for (const peer of peers) {
      const entered = await entry(peer, () => enter(peer, hub, engine.folder, server), perRound);
      if (entered !== undefined) contestants.push(entered);
    }
    const cells: Cell[] = [];
    for (let turn = 0; turn < rounds; turn += 1)
      for (const contestant of contestants)
        for (const atOnce of AT_ONCE) {
          const measured = await round(contestant, 'named', perRound, atOnce);
          cells.push({ name: contestant.name, atOnce, resident: contestant.processes.resident(), ...measured });
        }
    for (const atOnce of AT_ONCE) {
      heading(`Medians of ${rounds} rounds of ${perRound} sign-ins, ${atOnce} at once`);
      printTable(cells.filter((cell) => cell.atOnce === atOnce));
    }
  } finally {
    for (const contestant of contestants.reverse()) await contestant.stop();
    await server?.stop();
  }
}

function called(name: string): readonly Peer[] {
  const found = PEERS.filter((peer) => peer.name === name || peer.name.startsWith(`${name}-`));
  if (found.length > 0) return found;
  throw new TypeError(`--peer takes polis, dex, keycloak, ${PEERS.map((peer) => peer.name).join(', ')}.`);
}

/** One that has warmed up; undefined for one that cannot be had, or with which nobody can sign in. */
async function entry(
  { name, what }: Peer,
  enter: () => Promise<Contestant>,
  perRound: number,
): Promise<Contestant | undefined> {
  let contestant: Contestant | undefined;
  try {
    contestant = await enter();
    await round(contestant, 'named', perRound * WARM_UP_ROUNDS, 8);
    line(name, what);
    return contestant;
  } catch (error) {
    await contestant?.stop();
    if (!(error instanceof Error)) throw error;
    line(name, error instanceof PeerMissingError ? `skipped: ${error.message}.` : `failed: ${error.message}`);
    return undefined;
  }
}

/** The given one, or one for this run; undefined where none can be started. */
async function serverFor(engine: Engine): Promise<DatabaseServer | undefined> {
  const given = engine.name === 'postgres' ? { url: engine.url, stop: async () => undefined } : undefined;
  try {
    const { url, stop } = given ?? (await Postgres.start(engine.folder));
    return { url, stop, processes: await processesOf(url) };
  } catch (error) {
    line('PostgreSQL', `skipped: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
