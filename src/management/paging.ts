import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { Page, PageRequest } from '../common/page.js';
import { Digits, TrueOrFalse } from './input/query-values.js';

/** Paging parameters that every list takes: by offset (`page`, `per_page`) or by checkpoint (`from`, `take`). */
export class PageQuery {
  @JSONSchema({ description: 'Page to return, from 0.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(100_000)
  page?: number;

  @JSONSchema({ description: 'Entries a page, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  per_page?: number;

  @JSONSchema({ description: 'Answer with an object that has `total` instead of a bare array.' })
  @IsOptional()
  @TrueOrFalse()
  @IsBoolean()
  include_totals?: boolean;

  @JSONSchema({ description: 'Checkpoint: `next` of the answer before.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  from?: string;

  @JSONSchema({ description: 'Checkpoint: entries to return, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  take?: number;
}

/** Checkpoint when `from` or `take` is given, whatever else is; else by offset. */
export function toPageRequest(query: PageQuery, defaultPerPage = 50): PageRequest {
  if (query.from !== undefined || query.take !== undefined) {
    return { kind: 'checkpoint', take: query.take ?? 50, ...(query.from !== undefined && { from: query.from }) };
  }
  return { kind: 'offset', page: query.page ?? 0, perPage: query.per_page ?? defaultPerPage };
}

/** A bare array, or an object when totals or a checkpoint were asked for: `{[key]: […], start, limit, total}` or `{[key]: […], next?}`. */
export function pageAnswer<T, W>(
  key: string,
  query: PageQuery,
  request: PageRequest,
  page: Page<T>,
  present: (item: T) => W,
): readonly W[] | Readonly<Record<string, unknown>> {
  const items = page.items.map(present);
  if (request.kind === 'checkpoint') return { [key]: items, ...(page.next !== undefined && { next: page.next }) };
  if (query.include_totals !== true) return items;
  return {
    [key]: items,
    start: request.page * request.perPage,
    limit: request.perPage,
    length: items.length,
    total: page.total ?? 0,
  };
}
