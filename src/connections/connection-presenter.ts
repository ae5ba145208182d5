import { Injectable } from '@nestjs/common';
import { Equals, IsArray, IsBoolean, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PorticoConfig } from '../config/portico-config.js';
import { type ConnectorDefinition, ConnectorRegistry, type JsonObject } from '../connectors/index.js';
import { IsInstant, type ManagementToken } from '../management/index.js';

import { AdminConsents, type WireAdminConsent } from './admin-consents.js';

import { type Connection, callbackUrlOf, hasButton } from './model/connection.js';

import { nextNameOf } from './options/next-secrets.js';
import { optionWarnings, presentOptions } from './options/present.js';
import { upToDate } from './options/read.js';

/** A connection as the management API gives it. Without the right to read options, they and what they imply are left out. */
export class WireConnection {
  @IsString() readonly id!: string;
  @IsString() readonly name!: string;
  @IsString() readonly strategy!: string;
  @IsOptional() @IsString() readonly display_name?: string;
  @IsBoolean() readonly show_as_button!: boolean;
  @IsBoolean() readonly is_enabled!: boolean;
  @Equals(false) readonly is_domain_connection!: false;
  @IsArray() @IsString({ each: true }) readonly realms!: readonly string[];
  @JSONSchema({ additionalProperties: { type: 'string' } })
  @IsObject()
  readonly metadata!: Readonly<Record<string, string>>;
  @JSONSchema({ description: 'Redirect URI to register at the upstream.' })
  @IsString()
  readonly callback_url!: string;
  @JSONSchema({ description: 'Counts changes of endpoints and credentials.' })
  @IsInt()
  readonly revision!: number;
  @IsInstant() readonly created_at!: string;
  @IsInstant() readonly updated_at!: string;
  @JSONSchema({ description: 'With the scope read:connections_options. Secrets are never among them.' })
  @IsOptional()
  @IsObject()
  readonly options?: JsonObject;
  @JSONSchema({ description: 'Accepted options that have no effect here, and whatever else the operator should know.' })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  readonly warnings?: readonly string[];
  @JSONSchema({
    description:
      'Names of the secrets that come next, such as `client_secret_next`: there is one, and it is not in use yet. With the scope read:connections_options.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  readonly next_secrets?: readonly string[];
  @JSONSchema({ description: 'When the hub last switched to a next secret.' })
  @IsOptional()
  @IsInstant()
  readonly secret_rotated_at?: string;
  @JSONSchema({
    description:
      "A page to send to an administrator of the upstream's directory, who consents there for everybody. Good for at least 7 days; read the connection again for a newer one.",
  })
  @IsOptional()
  @IsString()
  readonly provisioning_ticket_url?: string;
  @JSONSchema({
    description:
      'Directories whose administrators came back with a consent, the last one first, at most 100. `claimed`: so says a redirect, which proves nothing. `verified`: what the connection needs there was seen to work. Only of a single connection, not in lists.',
    items: {
      type: 'object',
      required: ['tenant_id', 'status', 'claimed_at'],
      properties: {
        tenant_id: { type: 'string' },
        status: { enum: ['claimed', 'verified'] },
        claimed_at: { type: 'string', format: 'date-time' },
        verified_at: { type: 'string', format: 'date-time' },
        verified_by: { enum: ['sign_in', 'application_token'] },
      },
    },
  })
  @IsOptional()
  @IsArray()
  readonly admin_consent?: readonly WireAdminConsent[];
}

/** Turns connections into what the management API gives. The only way out for them: no secret is read here. */
@Injectable()
export class ConnectionPresenter {
  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly config: PorticoConfig,
    private readonly consents: AdminConsents,
  ) {}

  present(stored: Connection, withOptions: boolean): WireConnection {
    const definition = this.registry.find(stored.strategy);
    const connection = upToDate(stored, definition);
    const link = asksAdministrators(definition) ? this.consents.linkOf(connection) : undefined;
    return {
      id: connection.id,
      name: connection.name,
      strategy: connection.strategy,
      ...(connection.displayName !== undefined && { display_name: connection.displayName }),
      show_as_button: hasButton(connection),
      is_enabled: connection.isEnabled,
      is_domain_connection: false,
      realms: [connection.name],
      metadata: connection.metadata,
      callback_url: callbackUrlOf(this.config.issuer, connection),
      revision: connection.revision,
      created_at: connection.createdAt.toISOString(),
      updated_at: connection.updatedAt.toISOString(),
      ...(connection.secretRotatedAt !== undefined && { secret_rotated_at: connection.secretRotatedAt.toISOString() }),
      ...(link !== undefined && { provisioning_ticket_url: link }),
      ...(withOptions && {
        options: presentOptions(connection),
        warnings: optionWarnings(connection, definition),
        ...(connection.nextSecrets && { next_secrets: Object.keys(connection.nextSecrets).map(nextNameOf) }),
      }),
    };
  }

  /** What is given of one connection alone: also what a list would have to look up for each. */
  async presentOne(connection: Connection, token: ManagementToken): Promise<WireConnection> {
    const wire = this.present(connection, token.scopes.has('read:connections_options'));
    if (!asksAdministrators(this.registry.find(connection.strategy))) return wire;
    return { ...wire, admin_consent: await this.consents.list(connection) };
  }
}

/** Whether there are administrators of a directory who could consent. */
function asksAdministrators(definition: ConnectorDefinition | undefined): boolean {
  return definition?.abilities?.includes('admin_consent') === true;
}
