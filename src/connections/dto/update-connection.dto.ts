import { IsString, ValidateBy } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MayBeLeftOut } from '../../management/index.js';
import { ConnectionBody } from './connection-body.dto.js';

/** Body of `PATCH /api/v2/connections/{id}`. What is left out stays; inside `options` and `metadata`, null removes (RFC 7396). */
export class UpdateConnectionDto extends ConnectionBody {
  @JSONSchema({ description: 'Accepted when it is the name that the connection has.' })
  @MayBeLeftOut()
  @IsString()
  readonly name?: string;

  @JSONSchema({ description: 'Accepted when it is the strategy that the connection has.' })
  @MayBeLeftOut()
  @IsString()
  readonly strategy?: string;

  @JSONSchema({ readOnly: true, description: 'Changed at `/api/v2/connections/{id}/clients`.' })
  @MayBeLeftOut()
  @ValidateBy({
    name: 'isNotPatched',
    validator: {
      validate: () => false,
      defaultMessage: () => 'enabled_clients cannot be changed here: use PATCH /api/v2/connections/{id}/clients.',
    },
  })
  readonly enabled_clients?: never;
}
