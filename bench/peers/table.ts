import { line, megabytes, milliseconds, ratio } from '../report.js';
import { latencies, type Round } from '../scenarios/round.js';
import { quantile } from '../statistics.js';

/** One round of one contestant. */
export interface Cell extends Round {
  readonly name: string;
  readonly atOnce: number;
  /** Of all its processes when the round ended, in bytes. */
  readonly resident: number;
}

/** A line for each contestant, and how the hub's CPU stands to it; with PostgreSQL, that of hub and server together. */
export function printTable(cells: readonly Cell[]): void {
  line('', 'requests, hub CPU (+ database), a second, p50 / p99, resident, lost; the hub against it');
  for (const name of new Set(cells.map((cell) => cell.name))) {
    const rounds = cells.filter((cell) => cell.name === name);
    const median = (figure: (cell: Cell) => number): number => quantile(rounds.map(figure), 0.5);
    const hub = cells.filter((cell) => cell.name === (name.endsWith('-pg') ? 'portico-pg' : 'portico'));
    const against = quantile(
      rounds.map((cell, turn) => totalCpu(hub[turn]) / totalCpu(cell)),
      0.5,
    );
    const latency = (share: number) => milliseconds(median((cell) => quantile(latencies(cell.signIns), share)));
    const database = median(({ databaseCpu }) => databaseCpu);
    line(
      name,
      [
        String(median(({ requests }) => requests)),
        `${milliseconds(median(({ cpu }) => cpu))}${database === 0 ? '' : ` + ${milliseconds(database)}`}`,
        median(({ perSecond }) => perSecond).toFixed(1),
        `${latency(0.5)} / ${latency(0.99)}`,
        megabytes(Math.max(...rounds.map(({ resident }) => resident))),
        lossOf(rounds),
        ratio(against),
      ].join(', '),
    );
  }
}

function lossOf(rounds: readonly Cell[]): string {
  const lost = rounds.flatMap((cell) => cell.lost);
  const all = lost.length + rounds.flatMap(({ signIns }) => signIns).length;
  return lost.length === 0
    ? 'none lost'
    : `${lost.length} of ${all} lost (${lost[0]?.replace(/\s+/g, ' ').slice(0, 60)})`;
}

function totalCpu(cell: Cell | undefined): number {
  return cell === undefined ? Number.NaN : cell.cpu + cell.databaseCpu;
}
