import { type Agent, request } from 'undici';
import { connections } from '../driver/browser.js';
import { load } from '../driver/load.js';
import { LAYERS, type Layer, type RunningLayer, startLayer } from '../processes/layers.js';
import { withPlace } from '../processes/place.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';

const AT_ONCE = 8;
/** A request is some thirty times cheaper than a sign-in. */
const REQUESTS_PER_SIGN_IN = 10;

/** What a request costs as the hub's layers come to it, each in a process of its own, in turn. */
export async function measureLayers({ hub, engine, rounds, perRound }: Measurement): Promise<void> {
  const { build, node, upstream } = hub;
  const times = perRound * REQUESTS_PER_SIGN_IN;
  const document = `${upstream.url}/.well-known/openid-configuration`;
  const running: RunningLayer[] = [];
  const startAll = async ([layer, ...others]: readonly Layer[]): Promise<void> => {
    if (layer === undefined) return await measure(running, rounds, times);
    await withPlace(engine, async ({ environment, port }) => {
      const settings = { ...environment, PORTICO_ISSUER: `http://localhost:${port}` };
      const started = await startLayer(node, { layer, build, port, upstream: document, environment: settings });
      if (started === undefined) line(layer, 'not measured: this build has no such layer where it is looked for');
      else running.push(started);
      try {
        await startAll(others);
      } finally {
        await started?.stop();
      }
    });
  };
  await startAll(LAYERS);
}

async function measure(layers: readonly RunningLayer[], rounds: number, times: number): Promise<void> {
  const agent = connections(AT_ONCE);
  for (const layer of layers) await cost(layer, agent, times);
  const costs = new Map<string, number[]>(layers.map(({ layer }) => [layer, []]));
  for (let turn = 0; turn < rounds; turn += 1)
    for (const layer of layers) costs.get(layer.layer)?.push(await cost(layer, agent, times));
  await agent.close();
  heading(`CPU of one request, ${AT_ONCE} at once, medians of ${rounds} rounds of ${times}; against node:http alone`);
  const bare = quantile(costs.get('node:http') ?? [], 0.5);
  for (const [layer, found] of costs) {
    const median = quantile(found, 0.5);
    line(layer, `${milliseconds(median)}, ${ratio(median / bare)}`);
  }
}

/** Milliseconds of CPU for each request. */
async function cost({ url, processes }: RunningLayer, agent: Agent, times: number): Promise<number> {
  const before = processes.cpu();
  const { failures } = await load(times, AT_ONCE, async () => {
    const { statusCode, body } = await request(url, { dispatcher: agent });
    await body.dump();
    if (statusCode !== 303) throw new Error(`${url} answers ${statusCode}.`);
  });
  if (failures[0] !== undefined) throw new Error(failures[0]);
  return (processes.cpu() - before) / times;
}
