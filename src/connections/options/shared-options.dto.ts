import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
} from 'class-validator';

import { JSONSchema } from 'class-validator-jsonschema';
import { CONNECTION_OPTIONS } from '../../connectors/index.js';
import { MayBeLeftOut } from '../../management/index.js';
import { PROFILE_SYNC, type ProfileSync } from '../model/connection.js';

/** Of the many forms of ISO 8601 those that JavaScript reads as well; the other rule knows how long months are. */
const DATE_FORM = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;

/**
 * A date, or a date and a time with its zone. In a query a plus sign is a space, so that a zone other than Z is easily
 * lost on the way: it is refused, not guessed.
 */
export function IsDateOrTime(description: string): PropertyDecorator {
  const message = '$property must be a date such as 2027-05-31 or 2027-05-31T12:00:00Z.';
  return applyDecorators(
    Matches(DATE_FORM, { message }),
    IsISO8601({ strict: true }, { message }),
    JSONSchema(() => ({ type: 'string', format: 'date-time', description })),
  );
}

const MAX_ALIASES = 1000;
const MAX_DOMAIN_TEXT = 255;

/** What every connection has, whatever its strategy, and what the dialect keeps under `options` on the wire. */
export class SharedOptionsDto {
  @JSONSchema({
    description:
      'E-mail domain whose people are sent to this connection. Left out: the domain that the other options name, if they do.',
  })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(MAX_DOMAIN_TEXT)
  readonly domain?: string;

  @JSONSchema({ description: 'More e-mail domains of this connection: an array, or one text with commas.' })
  @Transform(({ value }) => (typeof value === 'string' ? splitList(value) : value))
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MAX_ALIASES)
  @IsString({ each: true })
  @MaxLength(MAX_DOMAIN_TEXT, { each: true })
  readonly domain_aliases?: readonly string[];

  @JSONSchema({ description: 'Logo on the button, shown 20 by 20 pixels. An https URL that browsers load.' })
  @MayBeLeftOut()
  @IsLogoUrl(255)
  readonly icon_url?: string;

  @JSONSchema({
    description:
      'When a sign-in writes the name, e-mail and picture of the user. `never_on_login` also creates no user.',
    default: 'on_each_login',
  })
  @MayBeLeftOut()
  @IsIn(PROFILE_SYNC)
  readonly set_user_root_attributes?: ProfileSync;

  @JSONSchema({
    description:
      '`own`: answers come to `/login/callback/{name}`. `shared`: to `/login/callback`, which is only for connections ' +
      'whose identity providers trust each other.',
    default: 'own',
  })
  @MayBeLeftOut()
  @IsIn(['own', 'shared'])
  readonly callback?: 'own' | 'shared';

  @JSONSchema({ description: 'Refuse people whose e-mail is not of the domains above.', default: false })
  @MayBeLeftOut()
  @IsBoolean()
  readonly restrict_email_domains?: boolean;

  @MayBeLeftOut()
  @IsDateOrTime('When the secret expires at the upstream: a date, or a date and time with its zone.')
  readonly client_secret_expires_at?: string;

  @MayBeLeftOut()
  @IsDateOrTime('When the secret that comes next expires. It becomes client_secret_expires_at with the switch.')
  readonly client_secret_next_expires_at?: string;
}

/** Names of the options above: those that never reach a connector. */
export const SHARED_OPTIONS = CONNECTION_OPTIONS satisfies readonly (keyof SharedOptionsDto)[];

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The URL of a logo that browsers load: https, no credentials, and a plain host, since its origin goes into a CSP. */
function IsLogoUrl(max: number): PropertyDecorator {
  return ValidateBy({
    name: 'isLogoUrl',
    validator: {
      validate: (value) => typeof value === 'string' && value.length <= max && isLogoUrl(value),
      defaultMessage: (args) =>
        `${args?.property} must be an https URL of at most ${max} characters, without user name or password.`,
    },
  });
}

function isLogoUrl(text: string): boolean {
  if (/[\s\p{C}]/u.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    /^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])\.?$/.test(url.hostname)
  );
}
