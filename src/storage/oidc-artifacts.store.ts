import { type OidcArtifact, OidcArtifactStore, type StoredArtifact } from '../openid-provider/index.js';
import { ArtifactRows, hashOf, newestOf, openArtifact, type Removal, readArtifact } from './artifact-rows.js';
import { ArtifactsOfUnit } from './artifacts-of-unit.js';
import type { Database } from './database.js';
import type { Sealer } from './sealing/sealer.js';
import { Unit } from './unit.js';

/** What the OpenID Provider keeps, in the hub's database: ids and grant ids as hashes, payloads sealed to their row. */
export class SqlOidcArtifactStore extends OidcArtifactStore {
  private readonly rows: ArtifactRows;

  constructor(
    private readonly database: Database,
    sealer: Sealer,
  ) {
    super();
    this.rows = new ArtifactRows(database, sealer);
  }

  override async save(artifact: OidcArtifact, now: Date): Promise<void> {
    const row = openArtifact(artifact, now);
    const unit = this.unit();
    if (unit === undefined) await this.rows.save(row);
    else unit.save(row);
  }

  override async find(model: string, id: string, now: Date): Promise<StoredArtifact | undefined> {
    return readArtifact(await (this.unit() ?? this.rows).find({ model, id_hash: hashOf(id) }, now));
  }

  override async findByUid(model: string, uid: string, now: Date): Promise<StoredArtifact | undefined> {
    const hash = hashOf(uid);
    const unit = this.unit();
    return readArtifact(
      unit === undefined ? newestOf(await this.rows.ofUid(model, hash, now)) : await unit.findByUid(model, hash, now),
    );
  }

  override async consume(model: string, id: string, now: Date): Promise<boolean> {
    return (this.unit() ?? this.rows).consume({ model, id_hash: hashOf(id) }, now);
  }

  override async remove(model: string, id: string): Promise<void> {
    await (this.unit() ?? this.rows).remove({ model, id_hash: hashOf(id) });
  }

  override async removeByUid(model: string, uid: string): Promise<void> {
    await this.removeAll({ of: 'uid', model, hash: hashOf(uid) });
  }

  override async removeOfGrant(model: string, grantId: string): Promise<void> {
    await this.removeAll({ of: 'grant', model, hash: hashOf(grantId) });
  }

  override async removeGrant(grantId: string): Promise<void> {
    await this.removeAll({ of: 'whole-grant', hash: hashOf(grantId) });
  }

  override async removeOfAccount(accountId: string): Promise<void> {
    await this.removeAll({ of: 'account', id: accountId });
  }

  override async removeOfClient(clientId: string): Promise<void> {
    await this.removeAll({ of: 'client', id: clientId });
  }

  /** At once, also within a unit: only the database knows whose identity is of the connection. */
  override async removeOfConnection(connectionId: string, clientId?: string): Promise<void> {
    await this.database
      .deleteFrom('oidc_artifacts')
      .$if(clientId !== undefined, (deletion) => deletion.where('client_id', '=', clientId ?? null))
      .where('account_id', 'in', (query) =>
        query.selectFrom('identities').select('user_id').where('connection_id', '=', connectionId),
      )
      .execute();
  }

  private async removeAll(those: Removal): Promise<void> {
    await (this.unit() ?? this.rows).removeAll(those);
  }

  private unit(): ArtifactsOfUnit | undefined {
    return Unit.of(this.database)?.part(ArtifactsOfUnit, () => new ArtifactsOfUnit(this.rows));
  }
}
