import { Injectable } from '@nestjs/common';
import { Equals, IsArray, IsBoolean, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PorticoConfig } from '../../config/portico-config.js';
import { ConnectorRegistry, type JsonObject } from '../../connectors/index.js';
import { IsInstant } from '../../management/index.js';
import { callbackUrlOf } from '../callback-url.js';
import { asOptions } from '../configured-options.js';
import { type Connection, hasButton } from '../connection.js';
import { upToDate, versionTrouble } from '../options-version.js';
import { joinOptions } from './shared-options.js';

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
}

/** Turns connections into what the management API gives. The only way out for them: no secret is read here. */
@Injectable()
export class ConnectionPresenter {
  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly config: PorticoConfig,
  ) {}

  present(stored: Connection, withOptions: boolean): WireConnection {
    const connection = upToDate(stored, this.registry.find(stored.strategy));
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
      ...(withOptions && { options: joinOptions(connection), warnings: this.warningsOf(connection) }),
    };
  }

  private warningsOf(connection: Connection): readonly string[] {
    const definition = this.registry.find(connection.strategy);
    if (definition === undefined) {
      return [`This hub has no connector for the strategy "${connection.strategy}": nobody can sign in with it.`];
    }
    const trouble = versionTrouble(connection, definition);
    if (trouble !== undefined) return [`Nobody can sign in with this connection: ${trouble}`];
    return definition.warnings?.(asOptions(definition, connection.options)) ?? [];
  }
}
