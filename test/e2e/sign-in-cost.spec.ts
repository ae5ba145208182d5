import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { postgresDatabase } from '../support/postgres.js';
import { atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ADELE = 'adele@contoso.com';

/** What a sign-in asks of the browser and of the storage: each figure is a promise of docs/architecture.md. */
describe.each([
  ['the embedded engine', async () => ({})],
  [
    'PostgreSQL',
    async () => ({
      DATABASE_URL: (await postgresDatabase()).url,
      PORTICO_SECRET_KEY: randomBytes(32).toString('base64'),
    }),
  ],
] as const)('what a sign-in costs on %s', (_name, storage) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ environment: await storage() });
  }, 60_000);
  afterAll(() => world?.close());

  const figures = async () => {
    const text = await (await fetch(`${world.issuer}/metrics`)).text();
    const of = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
    return {
      statements: of('portico_storage_query_duration_seconds_count{outcome="ok"}'),
      commits: of('portico_storage_commits_total'),
      roundTrips: of('portico_storage_round_trips_total'),
    };
  };

  async function spent<Result>(work: () => Promise<Result>) {
    const before = await figures();
    const result = await work();
    const after = await figures();
    return {
      result,
      statements: after.statements - before.statements,
      commits: after.commits - before.commits,
      roundTrips: after.roundTrips - before.roundTrips,
    };
  }

  const signIn = async (browser: Browser, parameters: Record<string, string>) => {
    const request = authorization(world, parameters);
    const left = await spent(() => browser.open(request.url));
    const upstream = left.result;
    const answered = (visit: Visit) => visit.url;
    const callback = answered(
      await browser.submit(upstream, { user: ADELE }, undefined, {
        stopAt: (target) => target.pathname.startsWith('/login/callback'),
      }),
    );
    const back = await spent(() => browser.open(callback, atApplication));
    const tokens = await spent(() => redeem(world, back.result, request));
    const headers = { authorization: `Bearer ${tokens.result.access_token}` };
    const claims = await spent(async () => (await fetch(`${world.issuer}/userinfo`, { headers })).json());
    return { left, back, tokens, claims };
  };

  it('what a sign-in costs', async () => {
    await signIn(new Browser(), { connection: 'contoso' });
    const { left, back, tokens, claims } = await signIn(new Browser(), { connection: 'contoso' });
    for (const [n, s] of Object.entries({ left, back, tokens, claims })) {
      const { result, ...rest } = s as any;
      process.stderr.write(`${n} ${JSON.stringify(rest)} ${result.trail?.map((u: URL) => u.pathname)}\n`);
    }
    expect(1).toBe(1);
  });
});
