import { hash } from 'node:crypto';
import type { OidcArtifact, StoredArtifact } from '../openid-provider/index.js';
import {
  type ArtifactKey,
  byId,
  byIdWithSession,
  consumption,
  lastUse,
  ofUid,
  ownPart,
  removal,
  removalOfAccount,
  removalOfClient,
  removalOfGrant,
  removalOfUid,
  removalUnderGrant,
  sessionBeside,
  upsert,
  upsertOf,
} from './artifact-queries.js';
import type { Database, KeptWrite } from './database.js';
import type { Sealer } from './sealing/sealer.js';
import { type OidcArtifactsTable, oidcArtifacts } from './tables/oidc-artifacts.js';
import { placeOf } from './tables/table.js';

/** A row with its payload in the clear. */
export type OpenArtifact = Omit<OidcArtifactsTable, 'payload_sealed'> & {
  /** JSON. */
  readonly payload: string;
};

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
