import { IsBoolean, IsString, MaxLength, MinLength } from 'class-validator';

/** One entry of the body of `PATCH /api/v2/connections/{id}/clients`. */
export class EnabledClientDto {
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly client_id!: string;

  /** Whether the application may use the connection from now on. */
  @IsBoolean()
  readonly status!: boolean;
}
