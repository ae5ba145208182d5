import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser, connections } from '../driver/browser.js';
import { ManagementApi } from '../driver/management-api.js';
import { createApplication } from '../driver/set-up.js';
import { authorizationUrl, whereTo } from '../driver/sign-in.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { freePort } from '../processes/ports.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { domainOf, seedConnections } from '../seed.js';
import { quantile } from '../statistics.js';

/** What may not grow with the number of connections: median milliseconds of each kind of request, by its name. */
type Figures = ReadonlyMap<string, number>;

/**
 * The same requests to a hub with a few and to one with very many connections, all of them enabled for one application,
 * each with a domain of its own.
 */
export async function measureManyConnections(
  options: HubOptions,
  upstream: UpstreamAddress,
  [few, many]: readonly [number, number],
  times: number,
): Promise<void> {
  const small = await measure(options, upstream, few, times);
  const large = await measure(options, upstream, many, times);
  heading(`With ${few} and with ${many} connections, p50 of ${times}`);
  for (const [what, value] of large) {
    const before = small.get(what) ?? Number.NaN;
    line(what, `${milliseconds(before)}, ${milliseconds(value)}, ${ratio(value / before)}`);
  }
}

async function measure(options: HubOptions, upstream: UpstreamAddress, count: number, times: number): Promise<Figures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const place = { ...options, dataDir, port: await freePort() };
  try {
    const first = await Hub.start(place);
    const api = await ManagementApi.signIn(first.issuer, await first.managementClient());
    const { clientId } = await createApplication(first.issuer, api);
    await first.stop();
    await seedConnections(place, { count, clientId, upstream });
    const hub = await Hub.start(place);
    try {
      // Nobody in the application's place but a browser: its secret is not needed.
      const application = {
        issuer: hub.issuer,
        clientId,
        clientSecret: '',
        redirectUri: 'http://localhost:9/callback',
      };
      return new Map([...(await pages(application, count, times)), ...(await lists(hub, count, times))]);
    } finally {
      await hub.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function pages(application: Parameters<typeof authorizationUrl>[0], count: number, times: number) {
  const agent = connections(1);
  const browser = new Browser(agent);
  const page = whereTo('authorize', await browser.get(authorizationUrl(application)));
  const shown: number[] = [];
  const lookUps: number[] = [];
  for (let time = 0; time < times; time += 1) {
    shown.push(expected(200, await browser.get(page)));
    const domain = domainOf(Math.floor((time / times) * count));
    lookUps.push(expected(200, await browser.post(page, { identifier: `somebody@${domain}` })));
  }
  const decided: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const hinted = new Browser(agent);
    const hint = `&login_hint=somebody@${domainOf(Math.floor((time / times) * count))}`;
    const answer = await hinted.get(authorizationUrl(application) + hint);
    decided.push(expected(303, await hinted.get(whereTo('authorize', answer))));
  }
  await agent.close();
  return [
    ['login page', quantile(shown, 0.5)],
    ['home-realm look-up (POST of an address)', quantile(lookUps, 0.5)],
    ['home-realm look-up by login_hint', quantile(decided, 0.5)],
  ] as const;
}

async function lists(hub: Hub, count: number, times: number) {
  const api = await ManagementApi.signIn(hub.issuer, await hub.managementClient());
  const take = Math.min(100, count);
  const queries = {
    'list: take=100': `connections?take=${take}`,
    'list: first page of 100, with totals': `connections?per_page=${take}&page=0&include_totals=true`,
    'list: last page of 100': `connections?per_page=${take}&page=${Math.floor(count / take) - 1}`,
  };
  const figures: (readonly [string, number])[] = [];
  for (const [what, path] of Object.entries(queries)) {
    const taken: number[] = [];
    for (let time = 0; time < Math.ceil(times / 10); time += 1) {
      const started = performance.now();
      await api.call('GET', path);
      taken.push(performance.now() - started);
    }
    figures.push([what, quantile(taken, 0.5)]);
  }
  return figures;
}

function expected(status: number, answer: { readonly status: number; readonly time: number; readonly body: string }) {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body}`);
  return answer.time;
}
