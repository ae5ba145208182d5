import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What is measured, and how much of it. */
export interface BenchmarkOptions {
  /** The build that is measured. */
  readonly build: string;
  /** Another version's build: then only sign-ins are measured, in turn, and their ratio. */
  readonly compare: string | undefined;
  readonly engine: Engine;
  /** Sign-ins until memory is read the second time. */
  readonly signIns: number;
  /** Connections of the small and of the large hub. */
  readonly connections: readonly [number, number];
  readonly lookUps: number;
  readonly starts: number;
  /** Left out: everything. */
  readonly only: string | undefined;
  /** A folder for a CPU profile of the hub under sign-ins. */
  readonly profile: string | undefined;
}

export type Engine = { readonly name: 'embedded' } | { readonly name: 'postgres'; readonly url: string };

const SCENARIOS: ReadonlySet<string> = new Set(['start', 'sign-ins', 'floor', 'connections']);
const FULL = { signIns: 10_000, connections: [100, 100_000], lookUps: 500, starts: 5 } as const;
/** Proves that the benchmark works; its numbers are of a hub that has not warmed up. */
const QUICK = { signIns: 60, connections: [10, 500], lookUps: 20, starts: 1 } as const;

export const USAGE = `npm run bench -- [options]

  --quick              a smoke run of a few seconds; its numbers mean nothing
  --sign-ins N         sign-ins until memory is read again (10000)
  --only SCENARIO      start, sign-ins, floor (against the libraries alone), or connections
  --build FOLDER       the hub's build to measure (dist)
  --compare FOLDER     another version's build: sign-ins of both in turn, and the ratios
  --profile FOLDER     write a CPU profile of the hub during the sign-ins there
  --help

  DATABASE_URL=postgres://… measures over that server, in databases made for it and removed after.
`;

/** @throws {TypeError} for an argument that is none of them. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): BenchmarkOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      'sign-ins': { type: 'string' },
      build: { type: 'string', default: 'dist' },
      compare: { type: 'string' },
      only: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const amount = values.quick ? QUICK : FULL;
  const signIns = values['sign-ins'] === undefined ? amount.signIns : Number(values['sign-ins']);
  if (!Number.isInteger(signIns) || signIns < 20) throw new TypeError('--sign-ins takes a whole number from 20 on.');
  if (values.only !== undefined && !SCENARIOS.has(values.only))
    throw new TypeError(`--only takes one of ${[...SCENARIOS].join(', ')}.`);
  const url = environment.DATABASE_URL;
  return {
    ...amount,
    signIns,
    build: resolve(values.build),
    compare: values.compare === undefined ? undefined : resolve(values.compare),
    profile: values.profile === undefined ? undefined : resolve(values.profile),
    only: values.only,
    engine: url === undefined || url === '' ? { name: 'embedded' } : { name: 'postgres', url },
  };
}
