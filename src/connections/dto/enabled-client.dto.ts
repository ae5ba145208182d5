import { IsBoolean, IsString, MaxLength, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** One entry of the body of `PATCH /api/v2/connections/{id}/clients`. */
export class EnabledClientDto {
  @JSONSchema({ description: 'The application.' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly client_id!: string;

  @JSONSchema({ description: 'Whether it may use the connection from now on.' })
  @IsBoolean()
  readonly status!: boolean;
}
