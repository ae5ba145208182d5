import { Injectable } from '@nestjs/common';
import { PorticoConfig } from '../../config/portico-config.js';
import { ConnectorRegistry, type JsonObject } from '../../connectors/index.js';
import { callbackUrlOf } from '../callback-url.js';
import { asOptions } from '../configured-options.js';
import { type Connection, hasButton } from '../connection.js';
import { joinOptions } from './shared-options.js';

/** A connection as the management API gives it. Without the right to read options, they and what they imply are left out. */
export interface WireConnection {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly display_name?: string;
  readonly show_as_button: boolean;
  readonly is_enabled: boolean;
  readonly is_domain_connection: false;
  readonly realms: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly callback_url: string;
  readonly revision: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly options?: JsonObject;
  /** Accepted options that have no effect here, and whatever else the operator should know. */
  readonly warnings?: readonly string[];
}

/** Turns connections into what the management API gives. The only way out for them: no secret is read here. */
@Injectable()
export class ConnectionPresenter {
  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly config: PorticoConfig,
  ) {}

  present(connection: Connection, withOptions: boolean): WireConnection {
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
    return definition.warnings?.(asOptions(definition, connection.options)) ?? [];
  }
}
