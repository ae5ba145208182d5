import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Digits, FieldsPageQuery } from '../../management/index.js';

/** Query of `GET /api/v2/connections`. */
export class ListConnectionsQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only connections of these strategies (or their aliases). Repeatable.' })
  @Transform(({ value }) => (typeof value === 'string' ? [value] : value))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  readonly strategy?: readonly string[];

  @JSONSchema({ description: 'Only the connection of this name.' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  readonly name?: string;
}

/** Query of `GET /api/v2/connections/{id}/clients`: by checkpoint only. */
export class EnabledClientsQuery {
  @JSONSchema({ description: 'Checkpoint: `next` of the answer before.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly from?: string;

  @JSONSchema({ description: 'Entries to return, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}
