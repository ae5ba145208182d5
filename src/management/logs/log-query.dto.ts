import { IsIn, IsOptional, Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { FieldsPageQuery } from '../input/field-selection.js';

/** Query of every route that lists log entries. */
export class LogPageQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only the order that there is: newest first.' })
  @IsOptional()
  @IsIn(['date:-1'], { message: 'sort must be date:-1: log entries come newest first.' })
  readonly sort?: string;
}

/** Query of `GET /api/v2/logs`. */
export class ListLogsQuery extends LogPageQuery {
  @JSONSchema({ description: '`type:"f"` or `user_id:"usr_…"`, or both, joined by AND.' })
  @IsOptional()
  @Matches(/^.{1,500}$/su, { message: 'q must be a text of 1 to 500 characters.' })
  readonly q?: string;
}
