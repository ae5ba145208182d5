import { JSONSchema } from 'class-validator-jsonschema';
import { IsVisibleText } from '../../management/index.js';
import { ClientBody } from './client-body.dto.js';

/** Body of `POST /api/v2/clients`. */
export class CreateClientDto extends ClientBody {
  @JSONSchema({ description: 'What people read on the login page.' })
  @IsVisibleText(128)
  readonly name!: string;
}
