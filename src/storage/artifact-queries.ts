import type { Database } from './database.js';
import { everyColumn, type PreparedQuery, prepared } from './prepared-query.js';
import { type OidcArtifactsTable, oidcArtifacts } from './tables/oidc-artifacts.js';

/** Names one artifact. */
export type ArtifactKey = Pick<OidcArtifactsTable, 'model' | 'id_hash'>;

/** Stores a row, or replaces it. */
export const upsert = prepared<OidcArtifactsTable>()((database, value) =>
  upserting(database, [everyColumn(oidcArtifacts, value)]),
);

/** By how many rows they write. */
const upserts = new Map<number, PreparedQuery<Record<string, OidcArtifactsTable[keyof OidcArtifactsTable]>, unknown>>();

/** The same for several rows at once; the values of each are named after its index and the column. */
export function upsertOf(count: number): NonNullable<ReturnType<typeof upserts.get>> {
  const known = upserts.get(count);
  if (known !== undefined) return known;
  const made = prepared<Record<string, OidcArtifactsTable[keyof OidcArtifactsTable]>>()((database, value) => {
    const row = (index: number) => everyColumn(oidcArtifacts, (name: string) => value(`${index} ${name}`));
    return upserting(
      database,
      Array.from({ length: count }, (_, index) => row(index)),
    );
  });
  upserts.set(count, made);
  return made;
}

/** When a row was made, and that it was consumed, stays. */
function upserting(database: Database, rows: readonly OidcArtifactsTable[]) {
  const { model, id_hash, consumed_at, created_at, ...renewed } = oidcArtifacts.columns;
  const names = Object.keys(renewed) as (keyof typeof renewed)[];
  return database
    .insertInto('oidc_artifacts')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['model', 'id_hash'])
        .doUpdateSet((row) => Object.fromEntries(names.map((name) => [name, row.ref(`excluded.${name}`)]))),
    );
}

/** Names one artifact at a moment. */
type KeyAt = ArtifactKey & { readonly now: number };

/** One that has not expired. */
export const byId = prepared<KeyAt>()((database, value) =>
  alive(database, value('model'), value('now')).where('id_hash', '=', value('id_hash')),
);

/** The columns of a session beside an artifact. */
type BesideSession = {
  readonly [Name in keyof OidcArtifactsTable as `session_${Name}`]: OidcArtifactsTable[Name] | null;
};
type WithSession = OidcArtifactsTable & BesideSession;

const COLUMNS = Object.keys(oidcArtifacts.columns) as (keyof OidcArtifactsTable)[];

/** The same, in each row with one of the sessions that it ends with, or with none. */
export const byIdWithSession = prepared<KeyAt>()((database, value) =>
  database
    .selectFrom('oidc_artifacts as own')
    .leftJoin('oidc_artifacts as session', (join) =>
      join
        .onRef('session.uid_hash', '=', 'own.session_hash')
        .on('session.model', '=', 'Session')
        .on((on) => on.or([on('session.expires_at', 'is', null), on('session.expires_at', '>', value('now'))])),
    )
    .selectAll('own')
    .select(COLUMNS.map((name) => `session.${name} as session_${name}` as const))
    .where('own.model', '=', value('model'))
    .where((where) => where.or([where('own.expires_at', 'is', null), where('own.expires_at', '>', value('now'))]))
    .where('own.id_hash', '=', value('id_hash'))
    .$castTo<WithSession>(),
);

/** What a row with a session says of the artifact itself. */
export function ownPart(row: WithSession): OidcArtifactsTable {
  return Object.fromEntries(COLUMNS.map((name) => [name, row[name]])) as unknown as OidcArtifactsTable;
}

/** What it says of the session. */
export function sessionBeside(row: WithSession): OidcArtifactsTable | undefined {
  if (row.session_model === null) return undefined;
  return Object.fromEntries(COLUMNS.map((name) => [name, row[`session_${name}`]])) as unknown as OidcArtifactsTable;
}

/** All of a uid that have not expired. */
export const ofUid = prepared<{ model: string; hash: string; now: number }>()((database, value) =>
  alive(database, value('model'), value('now')).where('uid_hash', '=', value('hash')),
);

/** Uses one that is there and was not used: it affects one row, or none. */
export const consumption = prepared<KeyAt>()((database, value) =>
  database
    .updateTable('oidc_artifacts')
    .set({ consumed_at: value('now') })
    .where('model', '=', value('model'))
    .where('id_hash', '=', value('id_hash'))
    .where('consumed_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', value('now'))])),
);

/** The same, and nobody looks for it afterwards. */
export const lastUse = prepared<KeyAt>()((database, value) =>
  database
    .deleteFrom('oidc_artifacts')
    .where('model', '=', value('model'))
    .where('id_hash', '=', value('id_hash'))
    .where('consumed_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', value('now'))])),
);

/** Removes one, whatever it is. */
export const removal = prepared<ArtifactKey>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('id_hash', '=', value('id_hash')),
);

/** Removes all of one model that have the uid. */
export const removalOfUid = prepared<{ model: string; hash: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('uid_hash', '=', value('hash')),
);

/** Removes all of one model that were given under the grant. */
export const removalUnderGrant = prepared<{ model: string; hash: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('grant_id', '=', value('hash')),
);

/** Removes a grant with all that was given under it, in one statement: nobody sees a refresh token whose grant is gone, or the other way round. */
export const removalOfGrant = prepared<{ hash: string }>()((database, value) =>
  database
    .deleteFrom('oidc_artifacts')
    .where((where) =>
      where.or([
        where('grant_id', '=', value('hash')),
        where.and([where('model', '=', 'Grant'), where('id_hash', '=', value('hash'))]),
      ]),
    ),
);

/** Removes all that a user has. */
export const removalOfAccount = prepared<{ id: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('account_id', '=', value('id')),
);

/** Removes all that an application has. */
export const removalOfClient = prepared<{ id: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('client_id', '=', value('id')),
);

function alive(database: Database, model: string, now: number) {
  return database
    .selectFrom('oidc_artifacts')
    .selectAll()
    .where('model', '=', model)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]));
}
