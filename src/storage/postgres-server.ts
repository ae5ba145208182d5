import { sql } from 'kysely';
import type { Database } from './database.js';
import { UnsuitableServerError } from './storage-start-errors.js';

/** Host and database of a `DATABASE_URL`, for messages: never its user, password or parameters. */
export function placeOfServer(url: string): string {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${host === '' ? 'the local socket' : host}`;
}

/**
 * Looks at the settings that decide whether the server keeps what it acknowledged, as it was given.
 * @returns what the operator should know.
 * @throws {UnsuitableServerError}
 */
export async function inspectServer(database: Database, place: string): Promise<readonly string[]> {
  const { rows } = await sql<Settings>`
    select current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as synchronous_commit`.execute(database);
  const [settings] = rows;
  if (settings !== undefined && settings.encoding !== 'UTF8') {
    throw new UnsuitableServerError(place, `its encoding is ${settings.encoding}. Create it with ENCODING 'UTF8'.`);
  }
  const careless = (['fsync', 'synchronous_commit'] as const).filter((name) => settings?.[name] === 'off');
  return careless.map(
    (name) =>
      `The PostgreSQL server runs with ${name} = off. A crash of it can bring used codes and ended sessions back. Turn it on.`,
  );
}

interface Settings {
  readonly encoding: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
}
