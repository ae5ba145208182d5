import type { Connection } from '../connections/index.js';

type TimesOf<T> = { [Key in keyof T]-?: NonNullable<T[Key]> extends Date ? Key : never }[keyof T];

/** Every member that JSON would turn into a text; the compiler misses none. */
const TIMES: Readonly<Record<TimesOf<Connection>, true>> = {
  createdAt: true,
  updatedAt: true,
  secretExpiresAt: true,
  nextSecretExpiresAt: true,
  secretRotatedAt: true,
};

/** A connection that `JSON.stringify` wrote, with its secrets, read again. For sealed columns only. */
export function connectionFromJson(json: { readonly [Key in keyof Connection]: unknown }): Connection {
  const members = Object.entries(json).map(([name, value]) => [
    name,
    name in TIMES && typeof value === 'string' ? new Date(value) : value,
  ]);
  return Object.fromEntries(members) as Connection;
}
