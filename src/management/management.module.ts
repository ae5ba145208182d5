import { Module } from '@nestjs/common';
import { LogsController } from './logs/logs.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { OpenApiDocument } from './openapi/openapi-document.js';

/**
 * Routes of the management API that belong to no feature. Its guard needs no import: what it injects is global
 * (`ManagementTokenVerifier` from the OpenID Provider, `EventRecorder` from events).
 */
@Module({ controllers: [LogsController, OpenApiController], providers: [OpenApiDocument] })
export class ManagementModule {}
