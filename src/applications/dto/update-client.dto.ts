import { JSONSchema } from 'class-validator-jsonschema';
import { IsVisibleText, MayBeLeftOut } from '../../management/index.js';
import { ClientBody } from './client-body.dto.js';

/** Body of `PATCH /api/v2/clients/{client_id}`. What is left out stays; lists are replaced whole. */
export class UpdateClientDto extends ClientBody {
  @JSONSchema({ description: 'What people read on the login page.' })
  @MayBeLeftOut()
  @IsVisibleText(128)
  readonly name?: string;
}
