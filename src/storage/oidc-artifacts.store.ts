import { createHash } from 'node:crypto';
import { type OidcArtifact, OidcArtifactStore, type StoredArtifact } from '../openid-provider/index.js';
import type { Database } from './database.js';
import { everyColumn, prepared } from './prepared-query.js';
import type { Sealer } from './sealing/sealer.js';
import { type OidcArtifactsTable, oidcArtifacts } from './tables/oidc-artifacts.js';
import { placeOf } from './tables/table.js';

/** What the OpenID Provider keeps, in the hub's database: ids and grant ids as hashes, payloads sealed to their row. */
export class SqlOidcArtifactStore extends OidcArtifactStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async save(artifact: OidcArtifact, now: Date): Promise<void> {
    const idHash = hash(artifact.id);
    await upsert.all(this.database, {
      model: artifact.model,
      id_hash: idHash,
      payload_sealed: this.sealer.seal(
        JSON.stringify(artifact.payload),
        placeOf(oidcArtifacts, { model: artifact.model, id_hash: idHash }),
      ),
      grant_id: artifact.grantId === undefined ? null : hash(artifact.grantId),
      uid_hash: artifact.uid === undefined ? null : hash(artifact.uid),
      account_id: artifact.accountId ?? null,
      client_id: artifact.clientId ?? null,
      consumed_at: null,
      created_at: now.getTime(),
      expires_at: artifact.expiresAt?.getTime() ?? null,
    });
  }

  override async find(model: string, id: string, now: Date): Promise<StoredArtifact | undefined> {
    const idHash = hash(id);
    return this.read(model, await byId.first(this.database, { model, idHash, now: now.getTime() }));
  }

  override async findByUid(model: string, uid: string, now: Date): Promise<StoredArtifact | undefined> {
    const values = { model, uidHash: hash(uid), now: now.getTime() };
    const [first, ...others] = await ofUid.all(this.database, values);
    // There is one, or another beside it for a moment: sorting them in SQL costs more than finding them.
    const newest = others.reduce((one, other) => (other.created_at > (one?.created_at ?? 0) ? other : one), first);
    return this.read(model, newest);
  }

  override async consume(model: string, id: string, now: Date): Promise<boolean> {
    return (await consumption.affected(this.database, { model, idHash: hash(id), now: now.getTime() })) === 1;
  }

  override async remove(model: string, id: string): Promise<void> {
    await removal.all(this.database, { model, idHash: hash(id) });
  }

  override async removeByUid(model: string, uid: string): Promise<void> {
    await this.deletion().where('model', '=', model).where('uid_hash', '=', hash(uid)).execute();
  }

  override async removeOfGrant(model: string, grantId: string): Promise<void> {
    await this.deletion().where('model', '=', model).where('grant_id', '=', hash(grantId)).execute();
  }

  override async removeGrant(grantId: string): Promise<void> {
    const grantHash = hash(grantId);
    // One statement: nobody sees a refresh token whose grant is gone, or the other way round.
    await this.deletion()
      .where((where) =>
        where.or([
          where('grant_id', '=', grantHash),
          where.and([where('model', '=', 'Grant'), where('id_hash', '=', grantHash)]),
        ]),
      )
      .execute();
  }

  override async removeOfAccount(accountId: string): Promise<void> {
    await this.deletion().where('account_id', '=', accountId).execute();
  }

  override async removeOfClient(clientId: string): Promise<void> {
    await this.deletion().where('client_id', '=', clientId).execute();
  }

  override async removeOfConnection(connectionId: string, clientId?: string): Promise<void> {
    await this.deletion()
      .$if(clientId !== undefined, (deletion) => deletion.where('client_id', '=', clientId ?? null))
      .where('account_id', 'in', (query) =>
        query.selectFrom('identities').select('user_id').where('connection_id', '=', connectionId),
      )
      .execute();
  }

  private deletion() {
    return this.database.deleteFrom('oidc_artifacts');
  }

  private read(model: string, row: KeptArtifact | undefined): StoredArtifact | undefined {
    if (row === undefined) return undefined;
    const plain = this.sealer.open(row.payload_sealed, placeOf(oidcArtifacts, { model, id_hash: row.id_hash }));
    return { payload: JSON.parse(plain) as Record<string, unknown>, consumed: row.consumed_at !== null };
  }
}

type KeptArtifact = Pick<OidcArtifactsTable, 'id_hash' | 'payload_sealed' | 'consumed_at'>;

const upsert = prepared<OidcArtifactsTable>()((database, value) => {
  const values = everyColumn(oidcArtifacts, value);
  const { model, id_hash, consumed_at, created_at, ...renewed } = values;
  return database
    .insertInto('oidc_artifacts')
    .values(values)
    .onConflict((conflict) => conflict.columns(['model', 'id_hash']).doUpdateSet(renewed));
});

const byId = prepared<{ model: string; idHash: string; now: number }>()((database, value) =>
  alive(database, value('model'), value('now')).where('id_hash', '=', value('idHash')),
);

const ofUid = prepared<{ model: string; uidHash: string; now: number }>()((database, value) =>
  alive(database, value('model'), value('now')).select('created_at').where('uid_hash', '=', value('uidHash')),
);

const consumption = prepared<{ model: string; idHash: string; now: number }>()((database, value) =>
  database
    .updateTable('oidc_artifacts')
    .set({ consumed_at: value('now') })
    .where('model', '=', value('model'))
    .where('id_hash', '=', value('idHash'))
    .where('consumed_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', value('now'))])),
);

const removal = prepared<{ model: string; idHash: string }>()((database, value) =>
  database.deleteFrom('oidc_artifacts').where('model', '=', value('model')).where('id_hash', '=', value('idHash')),
);

function alive(database: Database, model: string, now: number) {
  return database
    .selectFrom('oidc_artifacts')
    .select(['id_hash', 'payload_sealed', 'consumed_at'])
    .where('model', '=', model)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]));
}

/** Ids are 256 bits of randomness, so a plain hash hides them. */
function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
