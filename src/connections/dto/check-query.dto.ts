import { IsBoolean, IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { TrueOrFalse } from '../../management/index.js';

/** Query of the routes that save a connection. */
export class CheckQuery {
  @JSONSchema({
    description:
      '`true`: the upstream is asked first, as at `/api/v2/connections/check`. What fails is a 400 with each bad field, and nothing is saved.',
  })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly check?: boolean;
}
