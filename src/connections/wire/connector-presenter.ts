import { IsArray, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import { type ConnectorDefinition, type JsonObject, optionsSchema } from '../../connectors/index.js';
import { SHARED_OPTIONS, SharedOptionsDto } from '../dto/shared-options.dto.js';
import { nextNameOf } from '../next-secret/next-secrets.js';

/** A connector as the management API gives it: what a connection of this strategy takes. */
export class WireConnector {
  @IsString() readonly strategy!: string;
  @IsArray() @IsString({ each: true }) readonly aliases!: readonly string[];
  @IsString() readonly display_name!: string;
  @IsString() readonly protocol!: string;
  @IsOptional() @IsString() readonly icon?: string;
  @JSONSchema({ description: "JSON Schema of `options`: the connector's own, and those that every connection has." })
  @IsObject()
  readonly options_schema!: JsonObject;
  @JSONSchema({ description: 'Options that go in and never come out.' })
  @IsArray()
  @IsString({ each: true })
  readonly secrets!: readonly string[];
}

/** Turns a connector's definition into what the management API gives. */
export function presentConnector(definition: ConnectorDefinition): WireConnector {
  const schema = optionsSchema(definition);
  const own = schema.properties as JsonObject;
  return {
    strategy: definition.strategy,
    aliases: definition.aliases ?? [],
    display_name: definition.displayName,
    protocol: definition.protocol,
    ...(definition.icon !== undefined && { icon: definition.icon }),
    options_schema: {
      ...schema,
      properties: { ...own, ...nextSecretProperties(definition, own), ...sharedProperties() },
    },
    secrets: [...definition.secrets, ...definition.secrets.map(nextNameOf)],
  };
}

function nextSecretProperties({ secrets }: ConnectorDefinition, own: JsonObject): JsonObject {
  return Object.fromEntries(
    secrets.map((name) => [
      nextNameOf(name),
      {
        ...(own[name] as JsonObject),
        description: `Takes the place of ${name} as soon as the upstream refuses that and accepts this, or by POST /api/v2/connections/{id}/rotate-secret.`,
      },
    ]),
  );
}

function sharedProperties(): JsonObject {
  // Through JSON, so that the library's metadata stays its own.
  const schema = JSON.parse(JSON.stringify(targetConstructorToSchema(SharedOptionsDto))) as {
    readonly properties?: JsonObject;
  };
  const entries = Object.entries(schema.properties ?? {});
  const names: ReadonlySet<string> = new Set(SHARED_OPTIONS);
  return Object.fromEntries(entries.filter(([name]) => names.has(name)));
}
