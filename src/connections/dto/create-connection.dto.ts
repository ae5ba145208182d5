import { ArrayMaxSize, ArrayUnique, IsArray, IsString, Matches, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MayBeLeftOut } from '../../management/index.js';
import { CONNECTION_NAME } from '../connection-name.js';
import { ConnectionBody } from './connection-body.dto.js';

/** Body of `POST /api/v2/connections`. */
export class CreateConnectionDto extends ConnectionBody {
  @JSONSchema({ description: 'Unique, part of the callback URL, and never changes.' })
  @IsString()
  @MaxLength(128)
  @Matches(CONNECTION_NAME, {
    message: 'name must consist of letters, digits and single dashes, and begin and end with a letter or digit.',
  })
  readonly name!: string;

  @JSONSchema({ description: 'Which connector: its strategy or one of its aliases. Never changes.' })
  @IsString()
  @MaxLength(128)
  readonly strategy!: string;

  @JSONSchema({ description: 'Client ids of the applications that may use it.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique({ message: 'enabled_clients must name each client once.' })
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  readonly enabled_clients?: readonly string[];
}
