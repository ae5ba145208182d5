import type { Agent } from 'undici';
import { authorizationRequest } from '../driver/application.js';
import { connections } from '../driver/browser.js';
import { load } from '../driver/load.js';
import { signInWith } from '../driver/sign-in.js';
import { askUserinfo, introspect, refresh, type Tokens } from '../driver/tokens.js';
import { heading, line, milliseconds } from '../report.js';
import { AT_ONCE } from './in-turn.js';
import type { Measurement } from './measurement.js';
import type { Subject } from './round.js';
import { withHub } from './running.js';

/** What an application asks for after the sign-in: CPU of the hub for each request. */
export async function measureTokens({ hub, engine, perRound: times }: Measurement): Promise<void> {
  await withHub(hub, engine, async (subject) => {
    const { application } = subject;
    const introspection = await introspectionEndpoint(application.issuer);
    for (const atOnce of AT_ONCE) {
      const agent = connections(atOnce);
      const people = await Promise.all(Array.from({ length: atOnce }, () => signedIn(subject, agent)));
      heading(`Hub CPU of one request, ${atOnce} at once, ${times * 2} of each`);
      const measure = async (what: string, task: (person: Tokens, number: number) => Promise<unknown>) =>
        line(what, await costOf(subject, { times, atOnce, people, task }));
      await measure('userinfo', ({ accessToken }) => askUserinfo(application, agent, accessToken));
      if (introspection === undefined) line('introspection', 'not measured: this hub has no such endpoint');
      else await measure('introspection', (one) => introspect(application, agent, introspection, one.accessToken));
      const newest = people.map(({ refreshToken }) => refreshToken ?? '');
      await measure('refresh', async (_person, number) => {
        const answer = await refresh(application, agent, newest[number] ?? '');
        newest[number] = answer.refreshToken ?? newest[number] ?? '';
      });
      await agent.close();
    }
  });
}

async function signedIn({ application }: Subject, agent: Agent): Promise<Tokens> {
  const parameters = { ...application.named, scope: 'openid profile email offline_access' };
  const request = authorizationRequest(application, parameters);
  const { tokens } = await signInWith(application, agent, request, { kind: 'named' });
  if (tokens.refreshToken === undefined) throw new Error('The hub gave no refresh token.');
  return tokens;
}

interface Costing {
  readonly times: number;
  readonly atOnce: number;
  readonly people: readonly Tokens[];
  task(person: Tokens, number: number): Promise<unknown>;
}

/** Each person asks again and again, one request after the other: refresh tokens follow from each other. */
async function costOf({ processes, database }: Subject, { times, atOnce, people, task }: Costing): Promise<string> {
  const all = async (each: number): Promise<void> => {
    const runs = people.map(async (person, number) => {
      const { failures } = await load(each, 1, () => task(person, number));
      if (failures[0] !== undefined) throw new Error(failures[0]);
    });
    await Promise.all(runs);
  };
  const each = Math.ceil((times * 2) / atOnce);
  await all(Math.ceil(each / 4));
  const before = [processes.cpu(), database?.cpu() ?? 0] as const;
  await all(each);
  const [cpu, databaseCpu] = [processes.cpu() - before[0], (database?.cpu() ?? 0) - before[1]];
  const count = each * atOnce;
  return `${milliseconds(cpu / count)}${database === undefined ? '' : ` and ${milliseconds(databaseCpu / count)}`}`;
}

async function introspectionEndpoint(issuer: string): Promise<string | undefined> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { introspection_endpoint: endpoint } = (await answer.json()) as { readonly introspection_endpoint?: string };
  return endpoint;
}
