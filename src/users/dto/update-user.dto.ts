import { IsBoolean } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MayBeLeftOut, ReadOnlyField } from '../../management/index.js';

/** Body of `PATCH /api/v2/users/{id}`. What a person is called comes from their upstream and cannot be changed here. */
export class UpdateUserDto {
  @JSONSchema({ description: 'A blocked user is signed out everywhere at once, and cannot sign in.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly blocked?: boolean;

  @ReadOnlyField() readonly user_id?: unknown;
  @ReadOnlyField() readonly email?: unknown;
  @ReadOnlyField() readonly email_verified?: unknown;
  @ReadOnlyField() readonly name?: unknown;
  @ReadOnlyField() readonly given_name?: unknown;
  @ReadOnlyField() readonly family_name?: unknown;
  @ReadOnlyField() readonly nickname?: unknown;
  @ReadOnlyField() readonly preferred_username?: unknown;
  @ReadOnlyField() readonly picture?: unknown;
  @ReadOnlyField() readonly locale?: unknown;
  @ReadOnlyField() readonly groups?: unknown;
  @ReadOnlyField() readonly identities?: unknown;
  @ReadOnlyField() readonly logins_count?: unknown;
  @ReadOnlyField() readonly last_login?: unknown;
  @ReadOnlyField() readonly last_ip?: unknown;
  @ReadOnlyField() readonly created_at?: unknown;
  @ReadOnlyField() readonly updated_at?: unknown;
}
