import { hash } from 'node:crypto';
import type { OidcArtifact, StoredArtifact } from '../openid-provider/index.js';
import type { Database, KeptWrite } from './database.js';
import { everyColumn, type PreparedQuery, prepared } from './prepared-query.js';
import type { Sealer } from './sealing/sealer.js';
import { type OidcArtifactsTable, oidcArtifacts } from './tables/oidc-artifacts.js';
import { placeOf } from './tables/table.js';

/** A row with its payload in the clear. */
export type OpenArtifact = Omit<OidcArtifactsTable, 'payload_sealed'> & {
  /** JSON. */
  readonly payload: string;
};

/** Names one artifact. */
export type ArtifactKey = Pick<OidcArtifactsTable, 'model' | 'id_hash'>;

/** What is removed at once: all that a grant, a session, a user or an application has. */
export type Removal =
  | { readonly of: 'uid'; readonly model: string; readonly hash: string }
  | { readonly of: 'grant'; readonly model: string; readonly hash: string }
  /** The grant itself, too. */
  | { readonly of: 'whole-grant'; readonly hash: string }
  | { readonly of: 'account' | 'client'; readonly id: string };

export function openArtifact(artifact: OidcArtifact, now: Date): OpenArtifact {
  return {
    model: artifact.model,
    id_hash: hashOf(artifact.id),
    payload: JSON.stringify(artifact.payload),
    grant_id: artifact.grantId === undefined ? null : hashOf(artifact.grantId),
    uid_hash: artifact.uid === undefined ? null : hashOf(artifact.uid),
    session_hash: artifact.sessionUid === undefined ? null : hashOf(artifact.sessionUid),
    account_id: artifact.accountId ?? null,
    client_id: artifact.clientId ?? null,
    consumed_at: null,
    created_at: now.getTime(),
    expires_at: artifact.expiresAt?.getTime() ?? null,
  };
}

export function readArtifact(row: OpenArtifact | undefined): StoredArtifact | undefined {
  return row && { payload: JSON.parse(row.payload), consumed: row.consumed_at !== null };
}

/** Ids are 256 bits of randomness, so a plain hash hides them. */
export function hashOf(id: string): string {
  return hash('sha256', id, 'base64url');
}

/** Of several rows of one uid, which there are for a moment: sorting them in SQL costs more than finding them. */
export function newestOf(rows: readonly OpenArtifact[]): OpenArtifact | undefined {
  const [first, ...others] = rows;
  return others.reduce((one, other) => (other.created_at > (one?.created_at ?? 0) ? other : one), first);
}

/** Reads and writes the rows of artifacts, whose payloads are sealed to their rows. */
export class ArtifactRows {
  constructor(
    readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async find(key: ArtifactKey, now: Date): Promise<OpenArtifact | undefined> {
    return this.opened(await byId.first(this.database, { ...key, now: now.getTime() }));
  }

  /** The same, with the session that it ends with: whoever uses it looks at that next. */
  async findWithSession(
    key: ArtifactKey,
    now: Date,
  ): Promise<{ readonly row: OpenArtifact | undefined; readonly sessions: readonly OpenArtifact[] }> {
    const rows = await byIdWithSession.all(this.database, { ...key, now: now.getTime() });
    const sessions = rows.flatMap((row) => this.opened(sessionBeside(row)) ?? []);
    return { row: this.opened(rows[0] && ownPart(rows[0])), sessions };
  }

  /** In no order. */
  async ofUid(model: string, hash: string, now: Date): Promise<readonly OpenArtifact[]> {
    const rows = await ofUid.all(this.database, { model, hash, now: now.getTime() });
    return rows.map((row) => this.opened(row)).filter((row) => row !== undefined);
  }

  async save(row: OpenArtifact): Promise<void> {
    await upsert.all(this.database, this.sealed(row));
  }

  /** @returns whether it was there and not consumed. */
  async consume(key: ArtifactKey, now: Date): Promise<boolean> {
    return (await consumption.affected(this.database, { ...key, now: now.getTime() })) === 1;
  }

  async remove(key: ArtifactKey): Promise<void> {
    await removal.all(this.database, key);
  }

  async removeAll(those: Removal): Promise<void> {
    await this.database.getExecutor().executeQuery(this.removing(those));
  }

  /** All of them by one statement. None is among them twice. */
  keptSaves(rows: readonly OpenArtifact[]): KeptWrite['query'] {
    const values = rows.flatMap((row, index) =>
      Object.entries(this.sealed(row)).map(([column, value]) => [`${index} ${column}`, value]),
    );
    return upsertOf(rows.length).filled(this.database, Object.fromEntries(values));
  }

  keptConsumption(key: ArtifactKey, at: number): KeptWrite['query'] {
    return consumption.filled(this.database, { ...key, now: at });
  }

  /** @param at when it must not have been consumed yet; undefined: whatever it is. */
  keptRemoval(key: ArtifactKey, at?: number): KeptWrite['query'] {
    if (at === undefined) return removal.filled(this.database, key);
    return lastUse.filled(this.database, { ...key, now: at });
  }

  removing(those: Removal): KeptWrite['query'] {
    if (those.of === 'uid') return removalOfUid.filled(this.database, those);
    if (those.of === 'grant') return removalUnderGrant.filled(this.database, those);
    if (those.of === 'whole-grant') return removalOfGrant.filled(this.database, those);
    return (those.of === 'account' ? removalOfAccount : removalOfClient).filled(this.database, those);
  }

  private sealed({ payload, ...row }: OpenArtifact): OidcArtifactsTable {
    return { ...row, payload_sealed: this.sealer.seal(payload, placeOf(oidcArtifacts, row)) };
  }

  private opened(row: OidcArtifactsTable | undefined): OpenArtifact | undefined {
    if (row === undefined) return undefined;
    const { payload_sealed, ...rest } = row;
    return { ...rest, payload: this.sealer.open(payload_sealed, placeOf(oidcArtifacts, row)) };
  }
}

const upsert = prepared<OidcArtifactsTable>()((database, value) =>
  upserting(database, [everyColumn(oidcArtifacts, value)]),
);

/** By how many rows they write. */
const upserts = new Map<number, PreparedQuery<Record<string, OidcArtifactsTable[keyof OidcArtifactsTable]>, unknown>>();

function upsertOf(count: number): NonNullable<ReturnType<typeof upserts.get>> {
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

type KeyAt = ArtifactKey & { readonly now: number };

const byId = prepared<KeyAt>()((database, value) =>
  alive(database, value('model'), value('now')).where('id_hash', '=', value('id_hash')),
);

/** The columns of a session beside an artifact. */
type BesideSession = {
  readonly [Name in keyof OidcArtifactsTable as `session_${Name}`]: OidcArtifactsTable[Name] | null;
};
type WithSession = OidcArtifactsTable & BesideSession;

const COLUMNS = Object.keys(oidcArtifacts.columns) as (keyof OidcArtifactsTable)[];

const byIdWithSession = prepared<KeyAt>()((database, value) =>
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

function ownPart(row: WithSession): OidcArtifactsTable {
  return Object.fromEntries(COLUMNS.map((name) => [name, row[name]])) as unknown as OidcArtifactsTable;
}

function sessionBeside(row: WithSession): OidcArtifactsTable | undefined {
  if (row.session_model === null) return undefined;
  return Object.fromEntries(COLUMNS.map((name) => [name, row[`session_${name}`]])) as unknown as OidcArtifactsTable;
}

const ofUid = prepared<{ model: string; hash: string; now: number }>()((database, value) =>
  alive(database, value('model'), value('now')).where('uid_hash', '=', value('hash')),
);

const consumption = prepared<KeyAt>()((database, value) =>
  database
    .updateTable('oidc_artifacts')
    .set({ consumed_at: value('now') })
    .where('model', '=', value('model'))
    .where('id_hash', '=', value('id_hash'))
    .where('consumed_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', value('now'))])),
);

const lastUse = prepared<KeyAt>()((database, value) =>
  database
    .deleteFrom('oidc_artifacts')
    .where('model', '=', value('model'))
    .where('id_hash', '=', value('id_hash'))
    .where('consumed_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', value('now'))])),
);

const removal = prepared<ArtifactKey>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('id_hash', '=', value('id_hash')),
);

const removalOfUid = prepared<{ model: string; hash: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('uid_hash', '=', value('hash')),
);

const removalUnderGrant = prepared<{ model: string; hash: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('grant_id', '=', value('hash')),
);

/** One statement: nobody sees a refresh token whose grant is gone, or the other way round. */
const removalOfGrant = prepared<{ hash: string }>()((database, value) =>
  database
    .deleteFrom('oidc_artifacts')
    .where((where) =>
      where.or([
        where('grant_id', '=', value('hash')),
        where.and([where('model', '=', 'Grant'), where('id_hash', '=', value('hash'))]),
      ]),
    ),
);

const removalOfAccount = prepared<{ id: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('account_id', '=', value('id')),
);

const removalOfClient = prepared<{ id: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('client_id', '=', value('id')),
);

function alive(database: Database, model: string, now: number) {
  return database
    .selectFrom('oidc_artifacts')
    .selectAll()
    .where('model', '=', model)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]));
}
