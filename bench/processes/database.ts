import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ProcessTree, parentOf } from './process-tree.js';

export interface NewDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of our own on the server of this URL, whose user must be allowed to create one. */
export async function newDatabase(server: string): Promise<NewDatabase> {
  const name = `portico_bench_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await run(server, `drop database if exists ${name} with (force)`)) };
}

/** The processes of a server; undefined where it is on another machine, or in another container. */
export async function processesOf(server: string): Promise<ProcessTree | undefined> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const postmaster = rows[0] === undefined ? undefined : parentOf(rows[0].pid);
    // A process of that number that happens to be here belongs to somebody else.
    return isLocal(server) && postmaster !== undefined ? new ProcessTree(postmaster) : undefined;
  } finally {
    await client.end();
  }
}

function isLocal(server: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]', ''].includes(new URL(server).hostname);
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
