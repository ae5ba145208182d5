import { readFileSync } from 'node:fs';
import { IsArray, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import { type ConnectorDefinition, type JsonObject, loadedFrom, optionsSchema, titleOf } from '../connectors/index.js';

import { nextNameOf } from './options/next-secrets.js';
import { SharedOptionsDto } from './options/shared-options.dto.js';

/** A connector as the management API gives it: what a connection of this strategy takes. */
export class WireConnector {
  @IsString() readonly strategy!: string;
  @IsArray() @IsString({ each: true }) readonly aliases!: readonly string[];
  @IsString() readonly display_name!: string;
  @IsString() readonly protocol!: string;
  @JSONSchema({ description: 'URL of a logo.' })
  @IsOptional()
  @IsString()
  readonly icon?: string;
  @JSONSchema({ description: 'The package or file that it was loaded from; left out for one that came with the hub.' })
  @IsOptional()
  @IsString()
  readonly package?: string;
  @JSONSchema({
    description:
      'What its connections can do beside signing people in, as far as their options allow: `check`, `directory_search`, `admin_consent`, `error_explanation` …',
  })
  @IsArray()
  @IsString({ each: true })
  readonly capabilities!: readonly string[];
  @JSONSchema({ description: "JSON Schema of `options`: the connector's own, and those that every connection has." })
  @IsObject()
  readonly options_schema!: JsonObject;
  @JSONSchema({ description: 'Options that go in and never come out.' })
  @IsArray()
  @IsString({ each: true })
  readonly secrets!: readonly string[];
  @JSONSchema({ description: 'Version of the options that this hub stores.' })
  @IsInt()
  readonly options_version!: number;
  @JSONSchema({ description: 'Set-up guide in Markdown, with the callback URL filled in.' })
  @IsOptional()
  @IsString()
  readonly guide?: string;
}

/** Turns a connector's definition into what the management API gives. @param callbackUrl what its guide tells people to register. */
export function presentConnector(definition: ConnectorDefinition, callbackUrl: string): WireConnector {
  const schema = optionsSchema(definition);
  const source = loadedFrom(definition);
  const guide = guideOf(definition, callbackUrl);
  const own = schema.properties as JsonObject;
  return {
    strategy: definition.strategy,
    aliases: definition.aliases ?? [],
    display_name: definition.displayName,
    protocol: definition.protocol,
    ...(definition.icon !== undefined && { icon: definition.icon }),
    ...(source !== undefined && { package: source }),
    capabilities: capabilitiesOf(definition),
    options_schema: {
      ...schema,
      properties: { ...own, ...nextSecretProperties(definition, own), ...sharedProperties() },
    },
    secrets: [...definition.secrets, ...definition.secrets.map(nextNameOf)],
    options_version: definition.optionsVersion ?? 1,
    ...(guide !== undefined && { guide }),
  };
}

function nextSecretProperties({ secrets }: ConnectorDefinition, own: JsonObject): JsonObject {
  return Object.fromEntries(
    secrets.map((name) => [
      nextNameOf(name),
      {
        ...(own[name] as JsonObject),
        title: titleOf(nextNameOf(name)),
        description: `Takes the place of ${name} as soon as the upstream refuses that and accepts this, or by POST /api/v2/connections/{id}/rotate-secret.`,
      },
    ]),
  );
}

/** Told from the definition alone: there may be no connection yet. */
function capabilitiesOf({ abilities = [], explainError }: ConnectorDefinition): readonly string[] {
  return [...abilities, ...(explainError === undefined ? [] : ['error_explanation'])].sort();
}

function sharedProperties(): JsonObject {
  // Through JSON, so that the library's metadata stays its own.
  const schema = JSON.parse(JSON.stringify(targetConstructorToSchema(SharedOptionsDto))) as {
    readonly properties?: JsonObject;
  };
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      { title: titleOf(name), ...(property as JsonObject) },
    ]),
  );
}

/** Guides that were read: once, since they come with the code. */
const guides = new WeakMap<ConnectorDefinition, string>();

/** A connector's set-up guide in Markdown, with the callback URL filled in; undefined where there is none to read. */
function guideOf(definition: ConnectorDefinition, callbackUrl: string): string | undefined {
  if (definition.guide === undefined) return undefined;
  try {
    const text = guides.get(definition) ?? readFileSync(definition.guide, 'utf8');
    guides.set(definition, text);
    return text.replaceAll('{{callback_url}}', () => callbackUrl);
  } catch {
    // Found at start, and gone since: no reason to refuse the rest.
    return undefined;
  }
}
