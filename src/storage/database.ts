import type { Kysely } from 'kysely';
import type { Schema } from './schema.js';

/** The hub's database, whichever engine is behind it. */
export type Database = Kysely<Schema>;
