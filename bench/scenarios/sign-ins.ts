import { connections } from '../driver/browser.js';
import { load } from '../driver/load.js';
import { setUp } from '../driver/set-up.js';
import { type Application, type SignIn, STEPS, signIn } from '../driver/sign-in.js';
import type { Engine } from '../options.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { withPlace } from '../processes/place.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { heading, line, megabytes, milliseconds } from '../report.js';
import { quantile, sum } from '../statistics.js';

/** Sign-ins of one kind, and what they cost. */
export interface Round {
  readonly signIns: readonly SignIn[];
  readonly perSecond: number;
  /** CPU time of the hub's process for each sign-in, in milliseconds. */
  readonly cpu: number;
}

/** Sign-ins of people with fresh browsers, `atOnce` of them at any moment. */
export async function round(
  hub: Pick<Hub, 'usage'>,
  application: Application,
  times: number,
  atOnce: number,
): Promise<Round> {
  const agent = connections(atOnce);
  const before = await hub.usage();
  const started = performance.now();
  const signIns = await load(times, atOnce, () => signIn(application, agent));
  const seconds = (performance.now() - started) / 1000;
  const after = await hub.usage();
  await agent.close();
  return { signIns, perSecond: times / seconds, cpu: (after.cpu - before.cpu) / times };
}

/** Throughput, CPU, latency and memory over `total` sign-ins on one hub. */
export function measureSignIns(
  options: HubOptions,
  engine: Engine,
  upstream: UpstreamAddress,
  total: number,
): Promise<void> {
  return withPlace(engine, async (place) => {
    const hub = await Hub.start(options, place);
    try {
      await measure(hub, upstream, total);
    } finally {
      await hub.stop();
    }
  });
}

async function measure(hub: Hub, upstream: UpstreamAddress, total: number): Promise<void> {
  const application = await setUp(hub, upstream);
  const { rss: before } = await hub.usage();
  const share = Math.floor(total / 10);
  await round(hub, application, share, 4);
  const alone = await round(hub, application, share * 2, 1);
  const crowd = await round(hub, application, share * 4, 16);
  await round(hub, application, total - share * 7, 16);
  const after = await hub.usage();
  heading('Complete sign-ins: 7 requests to the hub, 2 of the hub to the upstream');
  for (const [name, { signIns, perSecond, cpu }] of [
    ['1 at once', alone],
    ['16 at once', crowd],
  ] as const) {
    const totals = signIns.map((one) => sum(Object.values(one)));
    line(`${name}: per second`, perSecond.toFixed(1));
    line(`${name}: hub CPU for each`, milliseconds(cpu));
    line(
      `${name}: hub latency, p50 / p99`,
      `${milliseconds(quantile(totals, 0.5))} / ${milliseconds(quantile(totals, 0.99))}`,
    );
  }
  heading('Latency of each step, 1 at once, p50 / p99');
  for (const step of STEPS) {
    const times = alone.signIns.map((one) => one[step]);
    line(step, `${milliseconds(quantile(times, 0.5))} / ${milliseconds(quantile(times, 0.99))}`);
  }
  heading('Memory of the hub');
  line('resident before', megabytes(before));
  line(`resident after ${total} sign-ins`, megabytes(after.rss));
  line('of which JavaScript objects', megabytes(after.heap));
  line('most there ever was', megabytes(after.peakRss));
}
