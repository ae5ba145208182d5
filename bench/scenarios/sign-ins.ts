import { STEPS } from '../driver/sign-in.js';
import { heading, line, megabytes, milliseconds } from '../report.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';
import { latencies, type Round, round, type Subject } from './round.js';
import { withHub } from './running.js';

/** Throughput, CPU, latency and memory over `total` sign-ins of each kind, on a hub each. */
export async function measureSignIns({ hub, engine, kinds }: Measurement, total: number): Promise<void> {
  for (const kind of kinds) {
    await withHub(hub, engine, async (subject) => {
      const before = await subject.hub.memory();
      const share = Math.floor(total / 10);
      await round(subject, kind, share, 4);
      const alone = await round(subject, kind, share * 2, 1);
      const crowd = await round(subject, kind, share * 4, 16);
      await round(subject, kind, total - share * 7, 16);
      const after = await subject.hub.memory();
      heading(`Complete sign-ins (${kind}): ${alone.requests} requests to the hub`);
      describeRound('1 at once', alone, subject);
      describeRound('16 at once', crowd, subject);
      describeSteps(alone);
      heading('Memory of the hub');
      line('resident before', megabytes(before.rss));
      line(`resident after ${total} sign-ins`, megabytes(after.rss));
      line('of which JavaScript objects', megabytes(after.heap));
      line('most there ever was', megabytes(after.peakRss));
    });
  }
}

function describeRound(name: string, { signIns, perSecond, cpu, databaseCpu, lost }: Round, subject: Subject): void {
  line(`${name}: per second`, perSecond.toFixed(1));
  line(`${name}: hub CPU for each`, milliseconds(cpu));
  if (subject.database !== undefined) line(`${name}: CPU of the database server for each`, milliseconds(databaseCpu));
  const totals = latencies(signIns);
  line(
    `${name}: hub latency, p50 / p99`,
    `${milliseconds(quantile(totals, 0.5))} / ${milliseconds(quantile(totals, 0.99))}`,
  );
  if (lost.length > 0) line(`${name}: lost`, `${lost.length}, such as: ${lost[0]}`);
}

function describeSteps({ signIns }: Round): void {
  heading('Latency of each request, 1 at once, p50 / p99');
  for (const step of STEPS) {
    const times = signIns.flatMap((visits) => visits.filter((visit) => visit.step === step).map(({ time }) => time));
    if (times.length === 0) continue;
    line(step, `${milliseconds(quantile(times, 0.5))} / ${milliseconds(quantile(times, 0.99))}`);
  }
}
