import type { SelectQueryBuilder } from 'kysely';
import { InvalidInputError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import type { Schema } from './schema.js';

/** One page of an ordered query by offset, with how many rows there are in all. */
export async function byOffset<Tables extends keyof Schema, Row, Item>(
  query: SelectQueryBuilder<Schema, Tables, Row>,
  page: Extract<PageRequest, { kind: 'offset' }>,
  read: (row: Row) => Item,
): Promise<Page<Item>> {
  const rows = await query
    .limit(page.perPage)
    .offset(page.page * page.perPage)
    .execute();
  const { total } = await query
    .clearSelect()
    .clearOrderBy()
    .select((e) => e.fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map((row) => read(row as Row)), total: Number(total) };
}

/** One page of an ordered query that already starts after the checkpoint; `next` while there is more. */
export async function byCheckpoint<Tables extends keyof Schema, Row, Item>(
  query: SelectQueryBuilder<Schema, Tables, Row>,
  page: Extract<PageRequest, { kind: 'checkpoint' }>,
  read: (row: Row) => Item,
  cursorOf: (item: Item) => string,
): Promise<Page<Item>> {
  const rows = await query.limit(page.take + 1).execute();
  const items = rows.slice(0, page.take).map((row) => read(row as Row));
  const last = items.at(-1);
  return rows.length > page.take && last !== undefined ? { items, next: cursorOf(last) } : { items };
}

/** Where a list ordered by time goes on: after the record with this time and id, whether or not it is still there. */
export interface TimeCursor {
  readonly time: number;
  readonly id: string;
}

export function timeCursor(time: Date, id: string): string {
  return Buffer.from(`${time.getTime()}.${id}`).toString('base64url');
}

/** @throws {InvalidInputError} for what `timeCursor` never made. */
export function readTimeCursor(from: string): TimeCursor {
  const [, time, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(Buffer.from(from, 'base64url').toString('utf8')) ?? [];
  if (time === undefined || id === undefined) {
    throw new InvalidInputError([
      { field: 'from', message: '"from" is not a checkpoint of this list. Start without it.' },
    ]);
  }
  return { time: Number(time), id };
}
