import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { Page, PageRequest } from '../common/page.js';

/** How texts of a query string become values. Everything that is not exactly one stays text, and is refused by its rule. */

const DIGITS = /^(0|[1-9]\d{0,15})$/;

/** Only plain digits are numbers: `1e1`, `0x1`, `01` and blanks are none. */
export const Digits = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value));

/** Only `true` and `false` are booleans. */
export const TrueOrFalse = (): PropertyDecorator =>
  Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));

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

/** Which members of an answer are wanted: those in `fields`, or with `include_fields=false` all others. */
export interface FieldSelection {
  readonly fields?: string;
  readonly include_fields?: boolean;
}

const FIELD_LIST = /^[A-Za-z_]+(,[A-Za-z_]+)*$/;

/** The query parameter `fields`. */
export function FieldsParameter(): PropertyDecorator {
  return applyDecorators(
    JSONSchema({ description: 'Names of the members wanted, separated by commas.' }),
    IsOptional(),
    IsString(),
    MaxLength(1000),
    Matches(FIELD_LIST, { message: 'fields must be names of members, separated by commas.' }),
  );
}

/** The query parameter `include_fields`. */
export function IncludeFieldsParameter(): PropertyDecorator {
  return applyDecorators(
    JSONSchema({ description: '`false`: all members but those in `fields`.' }),
    TrueOrFalse(),
    IsOptional(),
    IsBoolean(),
  );
}

/** Query of a route that answers with one resource. */
export class FieldsQuery implements FieldSelection {
  @FieldsParameter()
  readonly fields?: string;

  @IncludeFieldsParameter()
  readonly include_fields?: boolean;
}

/** Query of a route that answers with a list of resources. */
export class FieldsPageQuery extends PageQuery implements FieldSelection {
  @FieldsParameter()
  readonly fields?: string;

  @IncludeFieldsParameter()
  readonly include_fields?: boolean;
}

/** The members wanted. A name that nothing goes by selects nothing: tools ask for members of other hubs too. */
export function selectFields<Answer extends object>(answer: Answer, selection: FieldSelection): Partial<Answer> {
  if (selection.fields === undefined) return answer;
  const named = new Set(selection.fields.split(','));
  const wanted = selection.include_fields ?? true;
  return Object.fromEntries(Object.entries(answer).filter(([key]) => named.has(key) === wanted)) as Partial<Answer>;
}
