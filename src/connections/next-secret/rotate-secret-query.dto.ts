import { IsBoolean, IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { TrueOrFalse } from '../../management/index.js';

/** Query of `POST /api/v2/connections/{id}/rotate-secret`. */
export class RotateSecretQuery {
  @JSONSchema({
    description: 'Left out or `true`: the upstream is asked first, and only a secret that it accepts is switched to.',
  })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly check?: boolean;
}
