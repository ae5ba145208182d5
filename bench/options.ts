import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS, type Kind } from './driver/sign-in.js';

/** What is measured, and how much of it. */
export interface BenchmarkOptions {
  /** The build that is measured. */
  readonly build: string;
  /** The program of Node that runs the hub, the libraries alone, and Polis. */
  readonly node: string;
  /** Another version's build: then only sign-ins are measured, in turn, and their ratio. */
  readonly compare: string | undefined;
  /** Other products: then only sign-ins are measured, in turn with theirs. */
  readonly peers: readonly string[];
  readonly engine: Engine | { readonly name: 'postgres-of-our-own'; readonly folder: string };
  readonly kinds: readonly Kind[];
  readonly upstream: 'http' | 'https';
  /** Sign-ins until memory is read the second time. */
  readonly signIns: number;
  /** Of hubs that are measured in turn: how often, and sign-ins each time. */
  readonly rounds: number;
  readonly perRound: number;
  /** Connections of the small and of the large hub. */
  readonly connections: readonly [number, number];
  readonly lookUps: number;
  readonly starts: number;
  /** Left out: everything. */
  readonly only: Scenario | undefined;
  /** A folder for a CPU profile of the hub under sign-ins. */
  readonly profile: string | undefined;
}

/** With the folder that data directories are made in. */
export type Engine =
  | { readonly name: 'embedded'; readonly folder: string }
  | { readonly name: 'postgres'; readonly url: string; readonly folder: string };

const SCENARIOS = ['start', 'sign-ins', 'floor', 'connections', 'layers', 'rate', 'disk', 'bytes', 'tokens'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const FULL = {
  signIns: 10_000,
  rounds: 5,
  perRound: 300,
  connections: [100, 100_000],
  lookUps: 500,
  starts: 5,
} as const;
/** Proves that the benchmark works; its numbers are of a hub that has not warmed up. */
const QUICK = { signIns: 60, rounds: 1, perRound: 20, connections: [10, 500], lookUps: 20, starts: 1 } as const;

export const USAGE = `npm run bench -- [options]

  --quick              a smoke run of seconds; its numbers mean nothing
  --sign-ins N         sign-ins until memory is read again (10000)
  --per-round N        sign-ins of one round, where hubs are measured in turn (300)
  --rounds N           rounds of each of them (5)
  --only SCENARIO      one of: start, sign-ins, connections; floor (in turn with the libraries alone);
                       layers (a request, layer by layer); rate (sign-ins that arrive at a fixed rate);
                       disk (with a slow one); bytes (written to disk); tokens (refresh, userinfo …)
  --kind KIND          named (no page, no userinfo) or page (with both); left out: both, one after the other
  --peer LIST          sign-ins in turn with other products: polis, dex, keycloak, or some of their variants
                       (polis-memory, polis-pg, dex-memory, dex-sqlite, dex-pg, keycloak-pg)
  --build FOLDER       the hub's build to measure (dist)
  --node PROGRAM       the Node that runs it, and what it is compared with (this one)
  --compare FOLDER     another version's build: sign-ins of both in turn, and the ratios
  --https              the upstream over https
  --postgres           over a PostgreSQL that is started for the run, with its defaults
  --place FOLDER       where data directories are made (the system's for temporary files)
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
      'per-round': { type: 'string' },
      rounds: { type: 'string' },
      build: { type: 'string', default: 'dist' },
      node: { type: 'string', default: process.execPath },
      compare: { type: 'string' },
      only: { type: 'string' },
      kind: { type: 'string' },
      peer: { type: 'string' },
      https: { type: 'boolean', default: false },
      postgres: { type: 'boolean', default: false },
      place: { type: 'string', default: tmpdir() },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const amount = values.quick ? QUICK : FULL;
  const node = resolve(values.node);
  if (!existsSync(node)) throw new TypeError(`--node takes a program: there is none at ${node}.`);
  if (values.https && values.peer !== undefined) throw new TypeError('--peer measures over http only.');
  return {
    ...amount,
    signIns: count('sign-ins', values['sign-ins'], 20) ?? amount.signIns,
    perRound: count('per-round', values['per-round'], 5) ?? amount.perRound,
    rounds: count('rounds', values.rounds, 1) ?? amount.rounds,
    build: resolve(values.build),
    node,
    compare: values.compare === undefined ? undefined : resolve(values.compare),
    peers: values.peer?.split(',') ?? [],
    profile: values.profile === undefined ? undefined : resolve(values.profile),
    only: oneOf('only', SCENARIOS, values.only),
    kinds: kindsOf(values.kind, values.quick),
    upstream: values.https ? 'https' : 'http',
    engine: engineOf(environment.DATABASE_URL, values.postgres, resolve(values.place)),
  };
}

function kindsOf(given: string | undefined, isQuick: boolean): readonly Kind[] {
  const kind = oneOf('kind', KINDS, given) ?? (isQuick ? 'named' : undefined);
  return kind === undefined ? KINDS : [kind];
}

function engineOf(url: string | undefined, ownServer: boolean, folder: string): BenchmarkOptions['engine'] {
  if (url !== undefined && url !== '') return { name: 'postgres', url, folder };
  return ownServer ? { name: 'postgres-of-our-own', folder } : { name: 'embedded', folder };
}

function count(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new TypeError(`--${option} takes a whole number from ${least} on.`);
  return number;
}

function oneOf<T extends string>(option: string, values: readonly T[], given: string | undefined): T | undefined {
  const found = values.find((value) => value === given);
  if (given !== undefined && found === undefined) throw new TypeError(`--${option} takes one of ${values.join(', ')}.`);
  return found;
}
