import { type INestApplication, Injectable, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, HttpAdapterHost, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PorticoConfig } from '../config/index.js';
import { Answers, MANAGEMENT_API } from './management-api.decorator.js';
import { MANAGEMENT_SCOPES, RequireScopes } from './management-token.js';
import { ERROR_SCHEMA, errorResponses, type Schema, successResponses } from './openapi-responses.js';
import { answerSchema, classSchema, resourceSchema, routeInputs } from './openapi-schemas.js';

/** A token got here, or one that is at hand. */
const GOT = 'client_credentials';
const PASTED = 'management_token';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** A route of the management API: its controller and the name of its handler. */
interface Route {
  readonly controller: Type<unknown>;
  readonly handlerName: string;
}

/**
 * The OpenAPI document of the management API: routes as Nest has them, schemas from the classes that validate. Built
 * when first asked for, and only from the hub's own controllers, whatever else the host application has.
 */
@Injectable()
export class OpenApiDocument {
  private built: OpenAPIObject | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly application: ApplicationConfig,
    private readonly adapter: HttpAdapterHost,
    private readonly reflector: Reflector,
    private readonly config: PorticoConfig,
  ) {}

  get(): OpenAPIObject {
    this.built ??= this.build();
    return this.built;
  }

  private build(): OpenAPIObject {
    const controllers = this.controllers();
    const routes = new Map<string, Route>();
    for (const controller of controllers.values()) {
      for (const handlerName of handlersOf(controller.metatype)) {
        routes.set(operationId(controller.metatype.name, handlerName), {
          controller: controller.metatype,
          handlerName,
        });
      }
    }
    const document = SwaggerModule.createDocument(this.asApplication(controllers), this.head(), {
      operationIdFactory: operationId,
    });
    const schemas: Record<string, Schema> = { Error: ERROR_SCHEMA };
    for (const item of Object.values(document.paths)) {
      for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
        const route = operation && routes.get(operation.operationId ?? '');
        if (operation && route) this.describe(operation, route, schemas);
      }
    }
    return { ...document, components: { ...document.components, schemas } };
  }

  /** Completes what the scanner knows of a route by what the hub's decorators say. */
  private describe(operation: Operation, { controller, handlerName }: Route, schemas: Record<string, Schema>): void {
    const handler: unknown = (controller.prototype as Record<string, unknown>)[handlerName];
    const scopes = typeof handler === 'function' ? (this.reflector.get(RequireScopes, handler) ?? []) : [];
    operation.security = [{ [PASTED]: [] }, { [GOT]: [...scopes] }];
    operation.description = [operation.description, `Scope: ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`]
      .filter(Boolean)
      .join(' ');
    const answer = typeof handler === 'function' ? this.reflector.get(Answers, handler) : undefined;
    if (answer !== undefined) schemas[answer.of.name] = resourceSchema(answer);
    operation.responses = {
      ...successResponses(operation, answer && answerSchema(answer)),
      ...errorResponses(operation),
    };
    const { query, body } = routeInputs(controller, handlerName);
    const inPath = (operation.parameters ?? []).filter((one) => 'in' in one && one.in === 'path');
    operation.parameters = [...inPath, ...(query === undefined ? [] : queryParameters(query))];
    if (body === undefined) return;
    schemas[body.name] = classSchema(body) as unknown as Schema;
    const reference = { schema: { $ref: `#/components/schemas/${body.name}` } };
    operation.requestBody = { required: true, content: { 'application/json': reference } };
  }

  private head(): Omit<OpenAPIObject, 'paths'> {
    return new DocumentBuilder()
      .setTitle('Portico Management API')
      .setDescription(
        `Connections, clients, users and logs of this hub. Get a token by \`client_credentials\` at \`/oauth/token\` with the audience \`${this.config.managementAudience}\`.`,
      )
      .setVersion('2')
      .setExternalDoc('OpenID Provider', `${this.config.issuer}/.well-known/openid-configuration`)
      .addServer(this.config.issuer)
      .addOAuth2(
        {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: `${this.config.issuer}/oauth/token`,
              scopes: Object.fromEntries(MANAGEMENT_SCOPES.map((scope) => [scope, ''])),
            },
          },
        },
        GOT,
      )
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of the audience of this API.' }, PASTED)
      .build();
  }

  private controllers() {
    return new Map(
      [...this.modules.values()]
        .flatMap((module) => [...module.controllers])
        .flatMap(([token, wrapper]) => {
          const { metatype } = wrapper;
          return isClass(metatype) && Reflect.getMetadata(MANAGEMENT_API, metatype) === true
            ? [[token, Object.assign(wrapper, { metatype })] as const]
            : [];
        }),
    );
  }

  /** The scanner wants a whole application, and looks at no more of it than this. */
  private asApplication(controllers: ReadonlyMap<unknown, unknown>): INestApplication {
    const module = { controllers, imports: new Map(), metatype: OpenApiDocument };
    return {
      container: { getModules: () => new Map([['management', module]]), isGlobalModule: () => false },
      config: this.application,
      getHttpAdapter: () => this.adapter.httpAdapter,
    } as unknown as INestApplication;
  }
}

function operationId(controller: string, handlerName: string): string {
  return `${controller.replace(/Controller$/, '')}_${handlerName}`;
}

function handlersOf(controller: Type<unknown>): readonly string[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name] ?? {}));
}

function queryParameters(query: Type<unknown>): NonNullable<Operation['parameters']> {
  const { properties, required } = classSchema(query);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }));
}

function isClass(value: unknown): value is Type<unknown> {
  return typeof value === 'function';
}
