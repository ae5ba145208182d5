import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { FieldsPageQuery, PageQuery, TrueOrFalse } from '../../management/index.js';
import { APPLICATION_TYPES, type ApplicationType } from '../application.js';

/** Query of `GET /api/v2/clients`. */
export class ListClientsQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only clients of these types, separated by commas.' })
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsIn(APPLICATION_TYPES, { each: true, message: `app_type may hold ${APPLICATION_TYPES.join(', ')}.` })
  readonly app_type?: readonly ApplicationType[];

  @JSONSchema({ description: 'Every client of this hub is a first-party one.' })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly is_first_party?: boolean;

  @JSONSchema({ description: 'No client of this hub is a global one.' })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly is_global?: boolean;
}

/** Query of `GET /api/v2/client-grants`. */
export class ListClientGrantsQuery extends PageQuery {
  @JSONSchema({ description: 'Only grants of this client.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly client_id?: string;

  @JSONSchema({ description: 'Only grants for this audience.' })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  readonly audience?: string;
}
