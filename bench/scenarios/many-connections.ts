import type { Agent } from 'undici';
import { type Application, authorizationRequest } from '../driver/application.js';
import { type Answer, Browser, connections } from '../driver/browser.js';
import { ManagementApi } from '../driver/management-api.js';
import { createApplication } from '../driver/set-up.js';
import { whereTo } from '../driver/sign-in.js';
import { Hub, type HubOptions } from '../processes/hub.js';
import { type Place, withPlace } from '../processes/place.js';
import { heading, line, milliseconds, ratio } from '../report.js';
import { domainOf, seedConnections } from '../seed.js';
import { quantile } from '../statistics.js';
import type { Measurement } from './measurement.js';

/**
 * So many different connections are asked for in either hub, from the first to the last. Few, because the first use of a
 * connection fetches its upstream's documents, which is not what grows.
 */
const DIFFERENT = 10;

/** A hub with so many connections, and the requests that must not take longer for it. Each returns milliseconds. */
interface Subject {
  readonly requests: Readonly<Record<string, (share: number) => Promise<number>>>;
}

/**
 * The same requests to a hub with a few and to one with very many connections, in turn, so that a machine whose speed
 * drifts treats both alike. All connections are enabled for one application, each has a domain of its own.
 */
export function measureManyConnections(
  { hub: options, engine }: Measurement,
  [few, many]: readonly [number, number],
  times: number,
): Promise<void> {
  const subject = <T>(count: number, work: (subject: Subject) => Promise<T>): Promise<T> =>
    withPlace(engine, (place) => withSubject(options, place, count, work));
  return subject(few, (small) =>
    subject(many, async (large) => {
      heading(`With ${few} and with ${many} connections, p50 of ${times}`);
      for (const [what, request] of Object.entries(large.requests)) {
        const pairs: [number, number][] = [];
        for (let time = 0; time < times; time += 1) {
          const share = (time % DIFFERENT) / DIFFERENT;
          pairs.push([(await small.requests[what]?.(share)) ?? Number.NaN, await request(share)]);
        }
        const [before, after] = [0, 1].map((side) =>
          quantile(
            pairs.map((pair) => pair[side] ?? Number.NaN),
            0.5,
          ),
        );
        const growth = quantile(
          pairs.map(([a, b]) => b / a),
          0.5,
        );
        line(what, `${milliseconds(before ?? Number.NaN)}, ${milliseconds(after ?? Number.NaN)}, ${ratio(growth)}`);
      }
    }),
  );
}

async function withSubject<T>(
  options: HubOptions,
  place: Place,
  count: number,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const first = await Hub.start(options, place);
  const managementClient = await first.managementClient();
  const api = await ManagementApi.signIn(first.issuer, managementClient);
  const application = await createApplication(first.issuer, api);
  await first.stop();
  await seedConnections(options, place, { count, clientId: application.clientId });
  const hub = await Hub.start(options, place);
  const agent = connections(1);
  try {
    const lists = listRequests(await ManagementApi.signIn(hub.issuer, managementClient), count);
    return await work({ requests: { ...(await pageRequests(application, agent, count)), ...lists } });
  } finally {
    await agent.close();
    await hub.stop();
  }
}

async function pageRequests(application: Application, agent: Agent, count: number): Promise<Subject['requests']> {
  const browser = new Browser(agent);
  const page = await loginPage(application, browser);
  const address = (share: number): string => `somebody@${domainOf(Math.floor(share * count))}`;
  return {
    'login page': async () => timeOf(200, await browser.get(page)),
    'home-realm look-up (POST of an address)': async (share) =>
      timeOf(200, await browser.post(page, { identifier: address(share) })),
    'home-realm look-up by login_hint': async (share) => {
      const hinted = new Browser(agent);
      const answer = await hinted.get(authorizationRequest(application, { login_hint: address(share) }).url);
      // Where the hub redirects to itself, that address does the work.
      const isOwn = whereTo('authorize', answer).startsWith(application.issuer);
      return timeOf(303, isOwn ? await hinted.get(whereTo('authorize', answer)) : answer);
    },
  };
}

/** The address that the login page's form is sent to, and that shows it again. */
async function loginPage(application: Application, browser: Browser): Promise<string> {
  const answer = await browser.get(authorizationRequest(application).url);
  if (answer.location !== undefined) return answer.location;
  const action = /<form[^>]*action="([^"]*)"/.exec(answer.body)?.[1];
  if (action === undefined) throw new Error(`The login page has no form: ${answer.status} ${answer.body}`);
  return new URL(action, application.issuer).href;
}

function listRequests(api: ManagementApi, count: number): Subject['requests'] {
  const page = Math.min(100, count);
  const list = (query: string) => async (): Promise<number> => {
    const started = performance.now();
    await api.call('GET', `connections?${query}`);
    return performance.now() - started;
  };
  return {
    'list: take=100': list(`take=${page}`),
    'list: first page of 100, with totals': list(`per_page=${page}&page=0&include_totals=true`),
    'list: last page of 100': list(`per_page=${page}&page=${Math.floor(count / page) - 1}`),
  };
}

function timeOf(status: number, answer: Answer): number {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body}`);
  return answer.time;
}
