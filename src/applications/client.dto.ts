import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  FieldsPageQuery,
  IsInstant,
  IsVisibleText,
  MayBeLeftOut,
  ReadOnlyField,
  TrueOrFalse,
} from '../management/index.js';
import {
  APPLICATION_TYPES,
  type Application,
  type ApplicationType,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from './application.js';
import type { RevealedApplication } from './application-administration.js';
import type { ApplicationSettings } from './application-draft.js';
import { GRANT_TYPES } from './application-rules.js';

/** What bodies that create and that change a client have in common. */
export class ClientBody {
  @JSONSchema({
    description: '`spa` and `native` are public and have no secret; `regular_web` and `non_interactive` have one.',
  })
  @MayBeLeftOut()
  @IsIn(APPLICATION_TYPES)
  readonly app_type?: ApplicationType;

  @JSONSchema({
    description:
      'Exact redirect URIs: https, http on a loopback address, or a scheme of its own for `native`. No wildcards.',
  })
  @MayBeLeftOut()
  @IsTextList()
  readonly callbacks?: readonly string[];

  @JSONSchema({ description: 'Exact URIs that a sign-out may return to.' })
  @MayBeLeftOut()
  @IsTextList()
  readonly allowed_logout_urls?: readonly string[];

  @JSONSchema({ description: 'Browser origins that may call the token and userinfo endpoints.' })
  @MayBeLeftOut()
  @IsTextList()
  readonly web_origins?: readonly string[];

  @JSONSchema({ description: 'Left out: what suits `app_type`.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(GRANT_TYPES.length)
  @ArrayUnique({ message: 'grant_types must name each grant type once.' })
  @IsIn(GRANT_TYPES, { each: true, message: `grant_types may hold ${GRANT_TYPES.join(', ')}.` })
  readonly grant_types?: readonly string[];

  @JSONSchema({
    description:
      '`none` for public clients. A confidential one may use `client_secret_post` and `client_secret_basic`, whichever is set.',
  })
  @MayBeLeftOut()
  @IsIn(TOKEN_ENDPOINT_AUTH_METHODS)
  readonly token_endpoint_auth_method?: TokenEndpointAuthMethod;

  @JSONSchema({ description: 'Public clients must always use PKCE; a confidential one where this is true.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly require_pkce?: boolean;

  @JSONSchema({ description: 'Whether it may be used at all. Disabling it ends what was issued to it.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly is_enabled?: boolean;

  @JSONSchema({ description: 'Every client of this hub is a first-party one.' })
  @MayBeLeftOut()
  @Equals(true, { message: 'is_first_party must be true: this hub has no third-party clients.' })
  readonly is_first_party?: true;

  @ReadOnlyField() readonly client_id?: unknown;
  @ReadOnlyField() readonly client_secret?: unknown;
  @ReadOnlyField() readonly created_at?: unknown;
  @ReadOnlyField() readonly updated_at?: unknown;
}

/** Body of `POST /api/v2/clients`. */
export class CreateClientDto extends ClientBody {
  @JSONSchema({ description: 'What people read on the login page.' })
  @IsVisibleText(128)
  readonly name!: string;
}

/** Body of `PATCH /api/v2/clients/{client_id}`. What is left out stays; lists are replaced whole. */
export class UpdateClientDto extends ClientBody {
  @JSONSchema({ description: 'What people read on the login page.' })
  @MayBeLeftOut()
  @IsVisibleText(128)
  readonly name?: string;
}

/** Query of `GET /api/v2/clients`. */
export class ListClientsQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only clients of these types, separated by commas.' })
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsIn(APPLICATION_TYPES, { each: true, message: `app_type may hold ${APPLICATION_TYPES.join(', ')}.` })
  readonly app_type?: readonly ApplicationType[];

  @JSONSchema({ description: 'Every client of this hub is a first-party one.' })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly is_first_party?: boolean;

  @JSONSchema({ description: 'No client of this hub is a global one.' })
  @TrueOrFalse()
  @IsOptional()
  @IsBoolean()
  readonly is_global?: boolean;
}

/** An application as the management API shows it. */
export class ClientAnswer {
  @IsString() readonly client_id!: string;
  @IsString() readonly name!: string;
  @IsIn(APPLICATION_TYPES) readonly app_type!: ApplicationType;
  @Equals(true) readonly is_first_party!: true;
  @IsArray() @IsString({ each: true }) readonly callbacks!: readonly string[];
  @IsArray() @IsString({ each: true }) readonly allowed_logout_urls!: readonly string[];
  @IsArray() @IsString({ each: true }) readonly web_origins!: readonly string[];
  @IsArray() @IsString({ each: true }) readonly grant_types!: readonly string[];
  @IsIn(TOKEN_ENDPOINT_AUTH_METHODS) readonly token_endpoint_auth_method!: TokenEndpointAuthMethod;
  @IsBoolean() readonly require_pkce!: boolean;
  @IsBoolean() readonly is_enabled!: boolean;
  @IsInstant() readonly created_at!: string;
  @IsInstant() readonly updated_at!: string;
}

/** An application as it is shown where a secret may have been made. */
export class RevealedClientAnswer extends ClientAnswer {
  @JSONSchema({ description: 'Shown this once, where one has been made.' })
  @IsOptional()
  @IsString()
  readonly client_secret?: string;
}

export function presentClient(application: Application): ClientAnswer {
  return {
    client_id: application.clientId,
    name: application.name,
    app_type: application.appType,
    is_first_party: true,
    callbacks: application.callbacks,
    allowed_logout_urls: application.allowedLogoutUrls,
    web_origins: application.webOrigins,
    grant_types: application.grantTypes,
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    require_pkce: application.requirePkce,
    is_enabled: application.isEnabled,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
  };
}

/** Turns an application into the one answer that shows its secret. */
export function presentRevealed({ application, secret }: RevealedApplication): RevealedClientAnswer {
  return { ...presentClient(application), ...(secret !== undefined && { client_secret: secret }) };
}

/** What a body says about an application, without what it leaves out. */
export function settingsOf(body: UpdateClientDto): ApplicationSettings {
  const settings = {
    name: body.name,
    appType: body.app_type,
    callbacks: body.callbacks,
    allowedLogoutUrls: body.allowed_logout_urls,
    webOrigins: body.web_origins,
    grantTypes: body.grant_types,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    requirePkce: body.require_pkce,
    isEnabled: body.is_enabled,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** A list of at most 100 different texts. What they have to look like, the rules of applications say. */
function IsTextList(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique({ message: '$property must name each entry once.' }),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(2000, { each: true }),
  );
}
