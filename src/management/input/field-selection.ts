import { applyDecorators } from '@nestjs/common';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PageQuery } from '../paging.js';
import { TrueOrFalse } from './query-values.js';

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
