import { Equals, IsArray, IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsInstant } from '../../management/index.js';
import {
  APPLICATION_TYPES,
  type Application,
  type ApplicationType,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from '../application.js';
import type { ClientGrant } from '../application.store.js';
import type { RevealedApplication } from '../application-administration.js';
import type { ApplicationSettings } from '../application-draft.js';
import type { UpdateClientDto } from '../dto/update-client.dto.js';

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

/** The same where a secret may have been made. */
export class RevealedClientAnswer extends ClientAnswer {
  @JSONSchema({ description: 'Shown this once, where one has been made.' })
  @IsOptional()
  @IsString()
  readonly client_secret?: string;
}

/** A client grant as the management API shows it. */
export class ClientGrantAnswer {
  @IsString() readonly id!: string;
  @IsString() readonly client_id!: string;
  @IsString() readonly audience!: string;
  @IsArray() @IsString({ each: true }) readonly scope!: readonly string[];
  @Equals('client') readonly subject_type!: 'client';
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

/** The same with the secret, in the one answer that shows it. */
export function presentRevealed({ application, secret }: RevealedApplication): RevealedClientAnswer {
  return { ...presentClient(application), ...(secret !== undefined && { client_secret: secret }) };
}

export function presentGrant(grant: ClientGrant): ClientGrantAnswer {
  return {
    id: grant.id,
    client_id: grant.clientId,
    audience: grant.audience,
    scope: grant.scope,
    subject_type: 'client',
  };
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
