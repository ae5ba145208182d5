import { ArrayMaxSize, ArrayUnique, Equals, IsArray, IsString, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MANAGEMENT_SCOPES, MayBeLeftOut, ReadOnlyField } from '../../management/index.js';

/** What bodies that create and that change a client grant have in common. */
export class ClientGrantBody {
  @JSONSchema({ description: 'Scopes that the client may ask for. Nobody grants more than their own token has.' })
  @IsArray()
  @ArrayMaxSize(MANAGEMENT_SCOPES.length * 2)
  @ArrayUnique({ message: 'scope must name each scope once.' })
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  readonly scope!: readonly string[];

  @JSONSchema({ description: 'Only clients act for themselves here.' })
  @MayBeLeftOut()
  @Equals('client', { message: 'subject_type must be client.' })
  readonly subject_type?: 'client';

  @ReadOnlyField() readonly id?: unknown;
}

/** Body of `POST /api/v2/client-grants`. */
export class CreateClientGrantDto extends ClientGrantBody {
  @IsString()
  @MaxLength(255)
  readonly client_id!: string;

  @JSONSchema({ description: 'Audience of the management API: `{issuer}/api/v2/`.' })
  @IsString()
  @MaxLength(600)
  readonly audience!: string;
}

/** Body of `PATCH /api/v2/client-grants/{id}`. The scopes are replaced whole. */
export class UpdateClientGrantDto extends ClientGrantBody {
  @ReadOnlyField() readonly client_id?: unknown;
  @ReadOnlyField() readonly audience?: unknown;
}
