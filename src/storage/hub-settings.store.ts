import { HubSettingStore } from '../openid-provider/index.js';
import type { Database } from './database.js';
import type { Sealer } from './sealing/sealer.js';
import { hubSettings } from './tables/hub-settings.js';
import { placeOf } from './tables/table.js';

/** Secrets that the hub made for itself, sealed in `hub_settings`. */
export class SqlHubSettingStore extends HubSettingStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async get(key: string): Promise<string | undefined> {
    const row = await this.database
      .selectFrom('hub_settings')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst();
    return row && this.sealer.open(row.value, placeOf(hubSettings, { key }));
  }

  override async getOrStore(key: string, value: string): Promise<string> {
    await this.database
      .insertInto('hub_settings')
      .values({ key, value: this.sealer.seal(value, placeOf(hubSettings, { key })) })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    return (await this.get(key)) ?? value;
  }
}
