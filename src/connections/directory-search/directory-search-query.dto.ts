import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Digits } from '../../management/index.js';

/** Query of `GET /api/v2/connections/{id}/users`. */
export class DirectorySearchQuery {
  @JSONSchema({ description: 'Beginning of a name, user name or address.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly q!: string;

  @JSONSchema({ description: 'Users to return at most, 1 to 100. Default: 50.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}
