import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { type OidcArtifact, OidcArtifactStore, type StoredArtifact } from '../openid-provider/index.js';
import type { Database } from './database.js';
import type { OidcArtifactsTable } from './schema.js';
import type { Sealer } from './sealer.js';

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
    const values = {
      payload_sealed: this.sealer.seal(JSON.stringify(artifact.payload), place(artifact.model, idHash)),
      grant_id: artifact.grantId === undefined ? null : hash(artifact.grantId),
      uid_hash: artifact.uid === undefined ? null : hash(artifact.uid),
      account_id: artifact.accountId ?? null,
      client_id: artifact.clientId ?? null,
      expires_at: artifact.expiresAt?.getTime() ?? null,
    };
    await this.database
      .insertInto('oidc_artifacts')
      .values({ model: artifact.model, id_hash: idHash, consumed_at: null, created_at: now.getTime(), ...values })
      .onConflict((conflict) => conflict.columns(['model', 'id_hash']).doUpdateSet(values))
      .execute();
  }

  override async find(model: string, id: string, now: Date): Promise<StoredArtifact | undefined> {
    return this.read(await this.alive(model, now).where('id_hash', '=', hash(id)).executeTakeFirst());
  }

  override async findByUid(model: string, uid: string, now: Date): Promise<StoredArtifact | undefined> {
    const newest = this.alive(model, now).where('uid_hash', '=', hash(uid)).orderBy('created_at', 'desc').limit(1);
    return this.read(await newest.executeTakeFirst());
  }

  override async consume(model: string, id: string, now: Date): Promise<boolean> {
    const result = await this.database
      .updateTable('oidc_artifacts')
      .set({ consumed_at: now.getTime() })
      .where('model', '=', model)
      .where('id_hash', '=', hash(id))
      .where('consumed_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now.getTime())]))
      .executeTakeFirst();
    return Number(result.numUpdatedRows) === 1;
  }

  override async remove(model: string, id: string): Promise<void> {
    await this.deletion().where('model', '=', model).where('id_hash', '=', hash(id)).execute();
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

  private alive(model: string, now: Date) {
    return this.database
      .selectFrom('oidc_artifacts')
      .selectAll()
      .where('model', '=', model)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now.getTime())]));
  }

  private read(row: Selectable<OidcArtifactsTable> | undefined): StoredArtifact | undefined {
    if (row === undefined) return undefined;
    const plain = this.sealer.open(row.payload_sealed, place(row.model, row.id_hash));
    return { payload: JSON.parse(plain) as Record<string, unknown>, consumed: row.consumed_at !== null };
  }
}

/** Ids are 256 bits of randomness, so a plain hash hides them. */
function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

function place(model: string, idHash: string) {
  return { table: 'oidc_artifacts', column: 'payload_sealed', id: `${model}:${idHash}` };
}
