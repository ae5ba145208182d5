import type { Application } from '../driver/application.js';
import { connections } from '../driver/browser.js';
import { load, type Outcome } from '../driver/load.js';
import { type Kind, type SignIn, signIn } from '../driver/sign-in.js';
import type { ProcessTree } from '../processes/process-tree.js';
import { sum } from '../statistics.js';

/** What is measured: a hub that runs, whichever it is, and an application of it. */
export interface Subject {
  readonly application: Application;
  readonly processes: ProcessTree;
  /** The database server that it uses, where there is one whose processes can be seen. */
  readonly database?: ProcessTree | undefined;
}

/** Sign-ins of one kind, and what they cost. */
export interface Round {
  readonly signIns: readonly SignIn[];
  /** Why sign-ins failed, one for each that did. All figures are of those that did not. */
  readonly lost: readonly string[];
  readonly perSecond: number;
  /** CPU time of all processes of the hub for each sign-in, in milliseconds. */
  readonly cpu: number;
  /** The same of the database server; 0 without one. */
  readonly databaseCpu: number;
  /** Requests to the hub in a sign-in: of the last one. */
  readonly requests: number;
}

/** Sign-ins of people with fresh browsers, `atOnce` of them at any moment. */
export function round(subject: Subject, kind: Kind, times: number, atOnce: number): Promise<Round> {
  return measured(subject, kind, atOnce, (task) => load(times, atOnce, task));
}

/** As `round`, with whatever makes the load. @param most people at once. */
export async function measured(
  { application, processes, database }: Subject,
  kind: Kind,
  most: number,
  run: (task: () => Promise<SignIn>) => Promise<Outcome<SignIn>>,
): Promise<Round> {
  const agent = connections(most);
  const before = { cpu: processes.cpu(), database: database?.cpu() ?? 0 };
  const started = performance.now();
  const { results, failures } = await run(() => signIn(application, agent, { kind }));
  const seconds = (performance.now() - started) / 1000;
  const after = { cpu: processes.cpu(), database: database?.cpu() ?? 0 };
  await agent.close();
  if (results.length === 0) throw new Error(`Every sign-in failed, the first with: ${failures[0]}`);
  return {
    signIns: results,
    lost: failures,
    perSecond: results.length / seconds,
    cpu: (after.cpu - before.cpu) / results.length,
    databaseCpu: (after.database - before.database) / results.length,
    requests: results.at(-1)?.length ?? 0,
  };
}

/** What the requests to the hub took of each sign-in, in milliseconds. */
export function latencies(signIns: readonly SignIn[]): readonly number[] {
  return signIns.map((visits) => sum(visits.map(({ time }) => time)));
}
