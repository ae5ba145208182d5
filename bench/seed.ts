import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HubOptions } from './processes/hub.js';
import type { Place } from './processes/place.js';
import type { UpstreamAddress } from './processes/upstream.js';

export interface Seeding {
  readonly count: number;
  /** The application that may use them all. */
  readonly clientId: string;
}

const BATCH = 500;

/** The domain that the nth connection owns. */
export function domainOf(number: number): string {
  return `company-${number}.example`;
}

/**
 * Puts connections into a stopped hub's storage as the hub would, in rows of its own making: over the API each would be
 * validated and written durably by itself, which takes minutes and is not what is measured.
 */
export async function seedConnections(hub: HubOptions, place: Place, { count, clientId }: Seeding): Promise<void> {
  const { HubStorage, connectionRow, loadConfig } = await storageOf(hub.build);
  const storage = await HubStorage.open(loadConfig({ ...place.environment, PORTICO_ISSUER: 'http://localhost:3000' }));
  try {
    for (let from = 0; from < count; from += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => from + index);
      const batch = numbers.map((number) => connection(number, hub.upstream));
      await storage.database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('connections')
          .values(batch.map((one) => connectionRow(one, storage.sealer)))
          .execute();
        await transaction
          .insertInto('connection_domains')
          .values(batch.map(({ id, domain }) => ({ connection_id: id, domain, is_primary: 1, is_active: 1 })))
          .execute();
        await transaction
          .insertInto('connection_clients')
          .values(batch.map(({ id }) => ({ connection_id: id, client_id: clientId, has_button: 0 })))
          .execute();
      });
    }
  } finally {
    await storage.close();
  }
}

function connection(number: number, upstream: UpstreamAddress) {
  return {
    id: `con_bench${String(number).padStart(16, '0')}`,
    name: `company-${number}`,
    strategy: 'waad',
    displayName: `Company ${number}`,
    domain: domainOf(number),
    domainAliases: [],
    profileSync: 'on_each_login' as const,
    isEnabled: true,
    callbackKind: 'own' as const,
    restrictEmailDomains: false,
    metadata: {},
    options: { tenant_domain: upstream.tenantId, cloud_instance: upstream.url, client_id: upstream.clientId },
    secrets: { client_secret: upstream.clientSecret },
    revision: 1,
    createdAt: new Date(),
    updatedAt: new Date(),
  };
}

/** The hub's own storage code, of the build that is measured. */
async function storageOf(build: string) {
  const at = (path: string): string => pathToFileURL(join(build, path)).href;
  const [{ HubStorage }, { connectionRow }, { loadConfig }] = (await Promise.all([
    import(at('storage/hub-storage.js')),
    import(at('storage/tables/connections.js')),
    import(at('config/index.js')),
  ])) as [
    typeof import('../src/storage/hub-storage.js'),
    typeof import('../src/storage/tables/connections.js'),
    typeof import('../src/config/index.js'),
  ];
  return { HubStorage, connectionRow, loadConfig };
}
