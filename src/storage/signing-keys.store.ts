import type { JWK } from 'jose';
import { type SigningKey, SigningKeyStore } from '../openid-provider/index.js';
import type { Database } from './database.js';
import type { Sealer } from './sealer.js';

/** Signing keys in the hub's database, private parts sealed to their row. */
export class SqlSigningKeyStore extends SigningKeyStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async list(now: Date): Promise<readonly SigningKey[]> {
    const rows = await this.database
      .selectFrom('signing_keys')
      .selectAll()
      .where((where) => where.or([where('retired_at', 'is', null), where('retired_at', '>', now.getTime())]))
      .orderBy('active_from')
      .orderBy('kid')
      .execute();
    return rows.map((row) => ({
      kid: row.kid,
      algorithm: 'RS256',
      jwk: JSON.parse(this.sealer.open(row.jwk_sealed, place(row.kid))) as JWK,
      createdAt: new Date(Number(row.created_at)),
      activeFrom: new Date(Number(row.active_from)),
      ...(row.retired_at !== null && { retiredAt: new Date(Number(row.retired_at)) }),
    }));
  }

  override async insertFirst(key: SigningKey): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const any = await transaction.selectFrom('signing_keys').select('kid').limit(1).executeTakeFirst();
      if (any === undefined) await transaction.insertInto('signing_keys').values(this.rowOf(key)).execute();
    });
  }

  override async insertReplacing(key: SigningKey, othersRetireAt: Date): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('signing_keys')
        .set({ retired_at: othersRetireAt.getTime() })
        .where('retired_at', 'is', null)
        .execute();
      await transaction.insertInto('signing_keys').values(this.rowOf(key)).execute();
    });
  }

  private rowOf(key: SigningKey) {
    return {
      kid: key.kid,
      algorithm: key.algorithm,
      jwk_sealed: this.sealer.seal(JSON.stringify(key.jwk), place(key.kid)),
      created_at: key.createdAt.getTime(),
      active_from: key.activeFrom.getTime(),
      retired_at: key.retiredAt?.getTime() ?? null,
    };
  }
}

function place(kid: string) {
  return { table: 'signing_keys', column: 'jwk_sealed', id: kid };
}
