import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsISO8601, IsString, Matches, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { CONNECTION_OPTIONS } from '../../connectors/index.js';
import { MayBeLeftOut } from '../../management/index.js';
import { PROFILE_SYNC, type ProfileSync } from '../connection.js';
import { IsLogoUrl } from './field-rules.js';

// Of the many forms of ISO 8601 those that JavaScript reads as well; the other rule knows how long months are.
const DATE_FORM = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;
const DATE_MESSAGE = '$property must be a date such as 2027-05-31 or 2027-05-31T12:00:00Z.';

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

  @JSONSchema(() => ({
    type: 'string',
    format: 'date-time',
    description: 'When the secret expires at the upstream: a date, or a date and time with its zone.',
  }))
  @MayBeLeftOut()
  @IsISO8601({ strict: true }, { message: DATE_MESSAGE })
  @Matches(DATE_FORM, { message: DATE_MESSAGE })
  readonly client_secret_expires_at?: string;

  @JSONSchema(() => ({
    type: 'string',
    format: 'date-time',
    description: 'When the secret that comes next expires. It becomes client_secret_expires_at with the switch.',
  }))
  @MayBeLeftOut()
  @IsISO8601({ strict: true }, { message: DATE_MESSAGE })
  @Matches(DATE_FORM, { message: DATE_MESSAGE })
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
