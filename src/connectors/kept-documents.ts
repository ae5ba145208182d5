/** The optional ability to tell how old the kept upstream documents are. */
import type { Connector } from './connector.js';

/** Optional ability: of when are the public upstream documents that this connector keeps? Never asks the upstream. */
export interface KeepsDocuments {
  /** By name, for example `discovery` and `keys`; without those that were not loaded yet. */
  documentsLoadedAt(): Readonly<Record<string, Date>>;
}

export function keepsDocuments(connector: Connector): connector is Connector & KeepsDocuments {
  return 'documentsLoadedAt' in connector && typeof connector.documentsLoadedAt === 'function';
}
