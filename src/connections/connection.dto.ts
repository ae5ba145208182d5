import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { InvalidInputError } from '../common/errors.js';
import type { PageRequest } from '../common/page.js';
import type { JsonObject } from '../connectors/index.js';
import { FieldsPageQuery, IsVisibleText, MayBeLeftOut, ReadOnlyField, TrueOrFalse } from '../management/index.js';
import { CONNECTION_NAME, isConnectionName, MAX_NAME } from './model/connection.js';
import { IsDateOrTime } from './options/shared-options.dto.js';

/** Texts that `metadata` can hold, and characters of each and of its name. */
export const MAX_METADATA_KEYS = 10;
const MAX_METADATA_TEXT = 255;

/** What bodies that create and that change a connection have in common. */
export class ConnectionBody {
  @JSONSchema(() => ({
    type: 'string',
    maxLength: MAX_NAME,
    nullable: true,
    description: 'What people read on the button. Null clears it: then the name is shown.',
  }))
  @MayBeCleared()
  @IsVisibleText(MAX_NAME)
  readonly display_name?: string | null;

  @JSONSchema({
    nullable: true,
    description: 'Whether the login page shows a button. Left out at creation, or null: while there are no domains.',
  })
  @MayBeCleared()
  @IsBoolean()
  readonly show_as_button?: boolean | null;

  @JSONSchema({ description: 'Whether anybody can sign in through it. True at creation when left out.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly is_enabled?: boolean;

  @JSONSchema({ description: 'Refuse people whose e-mail is not of its domains. The same as in `options`.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly restrict_email_domains?: boolean;

  @JSONSchema(() => ({
    type: 'object',
    maxProperties: MAX_METADATA_KEYS,
    nullable: true,
    additionalProperties: { type: 'string', maxLength: MAX_METADATA_TEXT, nullable: true },
    description: 'Own notes. In a change null removes one, or all.',
  }))
  @MayBeCleared()
  @IsMetadata()
  readonly metadata?: Readonly<Record<string, string | null>> | null;

  @JSONSchema({
    description:
      'What the strategy takes (see `/api/v2/connectors`), and what every connection has: its domains, logo …',
  })
  @MayBeLeftOut()
  @IsObject()
  readonly options?: JsonObject;
}

// The last line has no meaning here: the tools of other hubs send these as a matter of course.
const READ_ONLY = `
  id callback_url created_at updated_at revision warnings status next_secrets secret_rotated_at provisioning_ticket_url
  admin_consent
  realms is_domain_connection authentication connected_accounts
`;
for (const name of READ_ONLY.trim().split(/\s+/)) ReadOnlyField()(ConnectionBody.prototype, name);

/** Body of `POST /api/v2/connections`. */
export class CreateConnectionDto extends ConnectionBody {
  @JSONSchema({ description: 'Unique, part of the callback URL, and never changes.' })
  @IsString()
  @IsConnectionName('name must consist of letters, digits and single dashes, and begin and end with a letter or digit.')
  readonly name!: string;

  @JSONSchema({ description: 'Which connector: its strategy or one of its aliases. Never changes.' })
  @IsString()
  @MaxLength(MAX_NAME)
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

/** Query of the routes that save a connection. */
export class CheckQuery {
  @IsCheck(
    '`true`: the upstream is asked first, as at `/api/v2/connections/check`. What fails is a 400 with each bad field, and nothing is saved.',
  )
  readonly check?: boolean;
}

/** Query of `POST /api/v2/connections/{id}/rotate-secret`. */
export class RotateSecretQuery {
  @IsCheck('Left out or `true`: the upstream is asked first, and only a secret that it accepts is switched to.')
  readonly check?: boolean;
}

/** Query of `GET /api/v2/connections`. */
export class ListConnectionsQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only connections of these strategies (or their aliases). Repeatable.' })
  @Transform(({ value }) => (typeof value === 'string' ? [value] : value))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(MAX_NAME, { each: true })
  readonly strategy?: readonly string[];

  @JSONSchema({ description: 'Only the connection of this name.' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name?: string;

  @IsOptional()
  @IsDateOrTime(
    'Only connections whose `options.client_secret_expires_at` is before this date, the expired ones included. Needs the scope `read:connections_options` too.',
  )
  readonly expiring_before?: string;
}

/** A checkpoint of a list of connections is the `next` of an answer before, and nothing else. @throws {InvalidInputError} */
export function requireConnectionCheckpoint(request: PageRequest): void {
  if (request.kind !== 'checkpoint' || request.from === undefined || isConnectionName(request.from)) return;
  const message = 'from must be the "next" of the answer before, unchanged.';
  throw new InvalidInputError([{ field: 'from', message }]);
}

/** A text that a connection can be called. */
export function IsConnectionName(message: string): PropertyDecorator {
  return applyDecorators(Matches(CONNECTION_NAME, { message }), MaxLength(MAX_NAME));
}

/** May be left out, or null, which clears it. */
function MayBeCleared(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

/** An object of short texts; null removes one where the body is a change. */
function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isMetadata',
    validator: {
      validate: isMetadata,
      defaultMessage: (args) =>
        `${args?.property} must be an object of at most ${MAX_METADATA_KEYS} texts (or null), names and texts at most ${MAX_METADATA_TEXT} characters long.`,
    },
  });
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_METADATA_KEYS &&
    entries.every(
      ([key, text]) =>
        key.length <= MAX_METADATA_TEXT &&
        (text === null || (typeof text === 'string' && text.length <= MAX_METADATA_TEXT)),
    )
  );
}

function IsCheck(description: string): PropertyDecorator {
  return applyDecorators(IsBoolean(), IsOptional(), TrueOrFalse(), JSONSchema({ description }));
}
