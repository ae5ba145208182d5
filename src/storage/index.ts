/** Implements the features' storage ports over one database. Imported by the root, commands and tests only. */
export type { Database } from './database.js';
export { HubStorage } from './hub-storage.js';
export { type SealedPlace, Sealer, UnsealError } from './sealing/sealer.js';
export { StorageModule } from './storage.module.js';
export { Sweeper } from './sweeper.js';
