import type { JWK } from 'jose';
import { type SigningKey, SigningKeyStore } from '../openid-provider/index.js';
import type { Database } from './database.js';
import type { Sealer } from './sealer.js';
import { inTransaction } from './transactions.js';

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
    await inTransaction(this.database, async (transaction) => {
      await takeTurn(transaction);
      const any = await transaction.selectFrom('signing_keys').select('kid').limit(1).executeTakeFirst();
      if (any === undefined) await transaction.insertInto('signing_keys').values(this.rowOf(key)).execute();
    });
  }

  override async insertReplacing(key: SigningKey, othersRetireAt: Date): Promise<void> {
    await inTransaction(this.database, async (transaction) => {
      await takeTurn(transaction);
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

/**
 * Lets one transaction at a time change the keys, on whichever instance: what it then reads is what the one before it
 * left. The row is locked by writing it.
 */
async function takeTurn(transaction: Database): Promise<void> {
  await transaction
    .insertInto('hub_settings')
    .values({ key: 'signing_keys_turn', value: '' })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: '' }))
    .execute();
}

function place(kid: string) {
  return { table: 'signing_keys', column: 'jwk_sealed', id: kid };
}
