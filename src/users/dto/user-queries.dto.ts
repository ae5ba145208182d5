import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { FieldsPageQuery, FieldsQuery } from '../../management/index.js';

export const USER_SEARCH_FIELDS = ['email', 'user_id', 'identities.connection'] as const;

/** Query of `GET /api/v2/users`. */
export class ListUsersQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only users of the connection with this name.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  readonly connection?: string;

  @JSONSchema({ description: 'Only users with this e-mail address, in any case.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  readonly email?: string;

  @JSONSchema({ description: '`email:"…"`, `user_id:"…"`, `identities.connection:"…"`, or several joined by AND.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  readonly q?: string;

  @JSONSchema({ description: 'The one syntax of `q` that there is.' })
  @IsOptional()
  @IsIn(['v3'])
  readonly search_engine?: string;

  @JSONSchema({ description: '`created_at:-1` (the default) is newest first, `created_at:1` oldest first.' })
  @IsOptional()
  @IsIn(['created_at:-1', 'created_at:1'])
  readonly sort?: string;
}

/** Query of `GET /api/v2/users-by-email`. */
export class UsersByEmailQuery extends FieldsQuery {
  @JSONSchema({ description: 'E-mail address, in any case.' })
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  readonly email!: string;
}
