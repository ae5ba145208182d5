import { readFileSync } from 'node:fs';
import { applyDecorators, Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsArray, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import { NotFoundError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { PorticoConfig } from '../config/index.js';
import {
  type ConnectorDefinition,
  ConnectorRegistry,
  type JsonObject,
  loadedFrom,
  optionsSchema,
  titleOf,
} from '../connectors/index.js';
import { Answers, ManagementApi, PageQuery, pageAnswer, RequireScopes, toPageRequest } from '../management/index.js';
import { IsConnectionName } from './connection.dto.js';
import { callbackUrlOf } from './model/connection.js';
import { nextNameOf } from './options/next-secrets.js';
import { SharedOptionsDto } from './options/shared-options.dto.js';

/** Query of `GET /api/v2/connectors/{strategy}`. */
export class ReadConnectorQuery {
  @IsNameForGuide() readonly connection_name?: string;
}

/** Query of `GET /api/v2/connectors`. */
export class ListConnectorsQuery extends PageQuery {
  @IsNameForGuide() readonly connection_name?: string;
}

function IsNameForGuide(): PropertyDecorator {
  return applyDecorators(
    IsConnectionName('connection_name must be the name that a connection can have: letters, digits and dashes.'),
    IsOptional(),
    JSONSchema({
      description: 'Name that the connection has or will have: its callback URL is filled into the guide.',
    }),
  );
}

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

/** `/api/v2/connectors`: the strategies that a connection can be of, with the JSON Schema of their options. */
@ManagementApi('connectors')
export class ConnectorsController {
  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly config: PorticoConfig,
  ) {}

  @Get()
  @Answers({ of: WireConnector, as: 'page', key: 'connectors' })
  @ApiOperation({ summary: 'List the strategies that a connection can be of' })
  @RequireScopes(['read:connections'])
  list(@Query() { connection_name: name, ...query }: ListConnectorsQuery) {
    const request = toPageRequest(query);
    return pageAnswer('connectors', query, request, this.page(request), (one) => this.present(one, name));
  }

  @Get(':strategy')
  @Answers({ of: WireConnector })
  @ApiOperation({ summary: 'Read what a connection of this strategy takes; also by an alias' })
  @RequireScopes(['read:connections'])
  read(@Param('strategy') strategy: string, @Query() query: ReadConnectorQuery): WireConnector {
    const definition = this.registry.find(strategy);
    if (definition === undefined) throw new NotFoundError('This hub has no connector for this strategy.');
    return this.present(definition, query.connection_name);
  }

  /** Without a name the guide shows a placeholder in its place. */
  private present(definition: ConnectorDefinition, name = 'CONNECTION_NAME'): WireConnector {
    return presentConnector(definition, callbackUrlOf(this.config.issuer, { name, callbackKind: 'own' }));
  }

  private page(request: PageRequest): Page<ConnectorDefinition> {
    const all = [...this.registry.definitions].sort((a, b) => (a.strategy < b.strategy ? -1 : 1));
    if (request.kind === 'offset') {
      const start = request.page * request.perPage;
      return { items: all.slice(start, start + request.perPage), total: all.length };
    }
    const { from, take } = request;
    const rest = from === undefined ? all : all.filter((one) => one.strategy > from);
    const items = rest.slice(0, take);
    const last = items.at(-1);
    return rest.length > take && last !== undefined ? { items, next: last.strategy } : { items };
  }
}

/** Turns a connector's definition into what the management API gives. @param callbackUrl what its guide tells people to register. */
function presentConnector(definition: ConnectorDefinition, callbackUrl: string): WireConnector {
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

/** What its connections can do, from the definition alone: there may be no connection yet. */
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
