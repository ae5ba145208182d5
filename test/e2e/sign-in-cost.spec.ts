import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { postgresDatabase, type TestDatabase } from '../support/postgres.js';
import { atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

/** What the storage was asked, and how often it had to wait for the disk. */
interface Cost {
  readonly statements: number;
  readonly commits: number;
  /** Of PostgreSQL. */
  readonly roundTrips: number;
}

/** What docs/architecture.md promises of a sign-in of somebody who is known. */
describe.each([{ engine: 'the embedded engine' }, { engine: 'PostgreSQL' }])('a sign-in on $engine', ({ engine }) => {
  let world: World;
  let server: TestDatabase | undefined;
  /** What looking at the figures costs itself. */
  let looking: Cost = { statements: 0, commits: 0, roundTrips: 0 };

  beforeAll(async () => {
    server = engine === 'PostgreSQL' ? await postgresDatabase() : undefined;
    const shared = { DATABASE_URL: server?.url ?? '', PORTICO_SECRET_KEY: randomBytes(32).toString('base64') };
    world = await World.start(server === undefined ? {} : { environment: shared });
    await world.connect({ name: 'second', options: { domain: 'second.example', domain_aliases: [] } });
    await signIn({ connection: 'contoso' });
    const once = await figures();
    looking = minus(await figures(), once);
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    await server?.drop();
  });

  async function figures(): Promise<Cost> {
    const text = await (await fetch(`${world.issuer}/metrics`)).text();
    const of = (name: string) => Number(new RegExp(`^portico_storage_${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return {
      statements: of('query_duration_seconds_count{outcome="ok"}'),
      commits: of('commits_total'),
      roundTrips: of('round_trips_total'),
    };
  }

  async function costOf<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly cost: Cost }> {
    const before = await figures();
    const result = await work();
    return { result, cost: minus(minus(await figures(), before), looking) };
  }

  /** Adele comes with a new browser. Each step with what it cost. */
  async function signIn(parameters: Readonly<Record<string, string>>) {
    const browser = new Browser();
    const request = authorization(world, parameters);
    const begun = await costOf(() => browser.open(request.url));
    const pressed = await costOf(async () => {
      const isThere = begun.result.url.origin !== world.issuer;
      return isThere ? begun.result : await browser.follow(begun.result, 'Continue with Contoso');
    });
    const atCallback = { stopAt: (target: URL) => target.pathname.startsWith('/login/callback') };
    const { url: callback } = await browser.submit(
      pressed.result,
      { user: 'adele@contoso.com' },
      undefined,
      atCallback,
    );
    const back = await costOf(() => browser.open(callback, atApplication));
    const redeemed = await costOf(() => redeem(world, back.result, request));
    const headers = { authorization: `Bearer ${redeemed.result.access_token}` };
    const read = await costOf(async () => (await fetch(`${world.issuer}/userinfo`, { headers })).json());
    return { begun, pressed, back, redeemed, read };
  }

  const hubPaths = ({ trail }: Visit) =>
    trail.filter(({ origin }) => origin === world.issuer).map((url) => url.pathname);

  it(`a sign-in on ${engine} takes four requests where no page is needed: authorize, callback, token, userinfo`, async () => {
    const { begun, back } = await signIn({ connection: 'contoso' });
    expect(hubPaths(begun.result)).toEqual(['/authorize']);
    expect(hubPaths(back.result)).toEqual(['/login/callback/contoso']);
    expect(back.result.url.searchParams.has('code')).toBe(true);
  });

  it(`a sign-in on ${engine} takes one more with the login page, which is the answer of authorize`, async () => {
    const { begun, pressed, back } = await signIn({});
    expect([begun.result.status, hubPaths(begun.result)]).toEqual([200, ['/authorize']]);
    expect(hubPaths(pressed.result)).toEqual([expect.stringMatching(/^\/login\/[\w-]+\/connections\/contoso$/)]);
    expect(hubPaths(back.result)).toEqual(['/login/callback/contoso']);
  });

  it(`a sign-in on ${engine} waits for the disk once in each of its first three requests, and writes nothing at userinfo`, async () => {
    const { begun, back, redeemed, read } = await signIn({ connection: 'contoso' });
    expect([begun, back, redeemed, read].map(({ cost }) => cost.commits)).toEqual([1, 1, 1, 0]);
  });

  it(`a sign-in on ${engine} takes at most twenty statements, and three to read the claims`, async () => {
    const { begun, back, redeemed, read } = await signIn({ connection: 'contoso' });
    const statements = [begun, back, redeemed].map(({ cost }) => cost.statements);
    expect(statements).toEqual([4, 10, 6]);
    expect(read.cost.statements).toBe(3);
  });

  it.each(engine === 'PostgreSQL' ? [8] : [0])(
    `a sign-in on ${engine} goes to the server at most %i times`,
    async (most) => {
      const { begun, back, redeemed } = await signIn({ connection: 'contoso' });
      const trips = [begun, back, redeemed].reduce((sum, { cost }) => sum + cost.roundTrips, 0);
      expect(trips).toBeLessThanOrEqual(most);
    },
  );
});

function minus(one: Cost, other: Cost): Cost {
  return {
    statements: one.statements - other.statements,
    commits: one.commits - other.commits,
    roundTrips: one.roundTrips - other.roundTrips,
  };
}
