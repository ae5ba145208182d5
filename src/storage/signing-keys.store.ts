import type { JWK } from 'jose';
import { type SigningKey, SigningKeyStore } from '../openid-provider/index.js';
import type { Database } from './database.js';
import { inTransaction } from './database.js';
import type { Sealer } from './sealing/sealer.js';
import { signingKeys } from './tables/signing-keys.js';
import { fromRow, placeOf, toRow } from './tables/table.js';

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
    return rows.map((row) => {
      const { jwkSealed, ...key } = fromRow(signingKeys, row);
      return { ...key, jwk: JSON.parse(this.sealer.open(jwkSealed, placeOf(signingKeys, row))) as JWK };
    });
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
    const jwkSealed = this.sealer.seal(JSON.stringify(key.jwk), placeOf(signingKeys, key));
    return toRow(signingKeys, { ...key, jwkSealed });
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
