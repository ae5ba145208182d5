import { Body, Get, HttpCode, Injectable, Param, Patch, type PipeTransform, Query } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiOperation } from '@nestjs/swagger';

import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import { type FieldProblem, InvalidInputError, NotFoundError } from '../common/errors.js';
import { StrictValidationPipe } from '../common/http/validation.js';
import {
  Answers,
  CurrentToken,
  Digits,
  FieldsPageQuery,
  ManagementApi,
  type ManagementToken,
  RequireScopes,
  selectFields,
  toPageRequest,
} from '../management/index.js';
import { requireConnectionCheckpoint } from './connection.dto.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionPresenter, WireConnection } from './connection-presenter.js';
import { ConnectionStore } from './model/connection.store.js';

const DEFAULT_TAKE = 50;

/** Query of `GET /api/v2/connections/{id}/clients`: by checkpoint only. */
export class EnabledClientsQuery {
  @JSONSchema({ description: 'Checkpoint: `next` of the answer before.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly from?: string;

  @JSONSchema({ description: 'Entries to return, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}

/** One application that may use a connection, as the management API gives it. */
export class WireEnabledClient {
  @IsString() readonly client_id!: string;
}

const MAX_ENTRIES = 50;

/** One entry of the body of `PATCH /api/v2/connections/{id}/clients`. */
class EnabledClientDto {
  @JSONSchema({ description: 'The application.' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly client_id!: string;

  @JSONSchema({ description: 'Whether it may use the connection from now on.' })
  @IsBoolean()
  readonly status!: boolean;
}

/** The same for the API's documentation, from the class that validates an entry. */
const ENABLED_CLIENTS_SCHEMA = {
  type: 'array',
  maxItems: MAX_ENTRIES,
  items: { ...targetConstructorToSchema(EnabledClientDto), additionalProperties: false },
} as Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** Validates a body that is an array: no class describes one, so that Nest's pipe would let anything pass. */
@Injectable()
class EnabledClientsPipe implements PipeTransform<unknown, Promise<readonly EnabledClientDto[]>> {
  private readonly strict = new StrictValidationPipe();

  async transform(body: unknown): Promise<readonly EnabledClientDto[]> {
    if (!Array.isArray(body) || body.length > MAX_ENTRIES) {
      const message = `The body must be an array of at most ${MAX_ENTRIES} entries {"client_id": "…", "status": true}.`;
      throw new InvalidInputError([{ field: '', message }]);
    }
    const read = await Promise.all(body.map((entry: unknown, index) => this.entry(entry, index)));
    const problems = [...read.flatMap((one) => one.problems), ...repeated(body)];
    if (problems.length > 0) throw new InvalidInputError(problems);
    return read.flatMap((one) => one.entry ?? []);
  }

  private async entry(
    value: unknown,
    index: number,
  ): Promise<{ readonly entry?: EnabledClientDto; readonly problems: readonly FieldProblem[] }> {
    try {
      const entry = await this.strict.transform(value, { type: 'body', metatype: EnabledClientDto });
      return { entry: entry as EnabledClientDto, problems: [] };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return {
        problems: error.fields.map(({ field, message }) => ({
          field: field === '' ? `${index}` : `${index}.${field}`,
          message: `Entry ${index}: ${message}`,
        })),
      };
    }
  }
}

/** `/api/v2/connections/{id}/clients`: which applications may use a connection. */
@ManagementApi('connections/:id/clients')
export class ConnectionClientsController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly store: ConnectionStore,
  ) {}

  /** Always an object with a checkpoint, as the tools of the dialect expect even without any query. */
  @Get()
  @Answers({ of: WireEnabledClient, as: 'object', key: 'clients' })
  @ApiOperation({ summary: 'List the clients that may use a connection' })
  @RequireScopes(['read:connections'])
  async list(@Param('id') id: string, @Query() query: EnabledClientsQuery) {
    await this.administration.read(id);
    const page = await this.store.clientsOf(id, {
      kind: 'checkpoint',
      take: query.take ?? DEFAULT_TAKE,
      ...(query.from !== undefined && { from: query.from }),
    });
    return {
      clients: page.items.map((clientId) => ({ client_id: clientId })),
      ...(page.next !== undefined && { next: page.next }),
    };
  }

  @Patch()
  @ApiOperation({ summary: 'Say which clients may use a connection' })
  @ApiBody({ schema: ENABLED_CLIENTS_SCHEMA })
  @HttpCode(204)
  @RequireScopes(['update:connections'])
  async change(
    @Param('id') id: string,
    @Body(EnabledClientsPipe) changes: readonly EnabledClientDto[],
    @CurrentToken() token: ManagementToken,
  ): Promise<void> {
    await this.administration.setClients(
      id,
      changes.map((change) => ({ clientId: change.client_id, status: change.status })),
      token,
    );
  }
}

/** `/api/v2/clients/{client_id}/connections`: which connections an application may use. */
@ManagementApi('clients/:client_id/connections')
export class ClientConnectionsController {
  constructor(
    private readonly store: ConnectionStore,
    private readonly presenter: ConnectionPresenter,
  ) {}

  /** Always an object, as `/connections/{id}/clients` is. */
  @Get()
  @Answers({ of: WireConnection, as: 'object', key: 'connections' })
  @ApiOperation({ summary: 'List the connections that a client may use' })
  @RequireScopes(['read:connections'])
  async list(
    @Param('client_id') clientId: string,
    @Query() query: FieldsPageQuery,
    @CurrentToken() token: ManagementToken,
  ) {
    const request = toPageRequest(query);
    requireConnectionCheckpoint(request);
    if (!(await this.store.hasClient(clientId))) throw new NotFoundError('There is no client with this id.');
    const page = await this.store.connectionsOf(clientId, request);
    const withOptions = token.scopes.has('read:connections_options');
    return {
      connections: page.items.map((one) => selectFields(this.presenter.present(one, withOptions), query)),
      ...(request.kind === 'offset' && {
        start: request.page * request.perPage,
        limit: request.perPage,
        total: page.total ?? 0,
      }),
      ...(page.next !== undefined && { next: page.next }),
    };
  }
}

function repeated(entries: readonly unknown[]): readonly FieldProblem[] {
  const seen = new Set<unknown>();
  return entries.flatMap((entry, index) => {
    const clientId: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'client_id') : undefined;
    if (typeof clientId !== 'string' || !seen.has(clientId)) {
      seen.add(clientId);
      return [];
    }
    return [{ field: `${index}.client_id`, message: `Entry ${index}: the client id was already given: give it once.` }];
  });
}
