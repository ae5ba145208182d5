/** Puts the sandbox's routes together. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import { adminConsentRoutes } from '../authorize/admin-consent.routes.js';
import { authorizeRoutes } from '../authorize/authorize.routes.js';
import { controlRoutes } from '../control/control.routes.js';
import type { SandboxControl } from '../control/sandbox-control.js';
import { logoutRoutes } from '../logout/logout.routes.js';
import { metadataRoutes } from '../metadata/metadata.routes.js';
import { frontRoutes } from '../pages/front.routes.js';
import { resourceRoutes } from '../resources/resource.routes.js';
import { tokenRoutes } from '../token/token.routes.js';
import type { SandboxLogger } from './sandbox-logger.js';
import type { SandboxState } from './state.js';
import { styleSheet } from './style-sheet.js';

const STYLE_SHEET = new URL('../pages/sandbox.css', import.meta.url);

export function createSandboxApplication(
  state: SandboxState,
  control: SandboxControl,
  logger: SandboxLogger | undefined,
): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('query parser', 'simple');
  styleSheet(application, '/assets/sandbox.css', STYLE_SHEET);
  application.use(express.text({ type: 'application/x-www-form-urlencoded', limit: '256kb' }));
  application.use(state.requests.middleware);
  application.use(controlRoutes(control));
  application.use(frontRoutes(state));
  application.use(metadataRoutes(state));
  application.use(tokenRoutes(state));
  application.use(logoutRoutes(state));
  application.use(adminConsentRoutes(state));
  application.use(resourceRoutes(state));
  application.use(authorizeRoutes(state));
  application.use((_request, response) => {
    response.status(404).type('text').send('The sandbox Entra has nothing at this address.');
  });
  const lastResort: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status = isClientError(error) ? error.status : 500;
    if (status === 500) logger?.error({ err: error }, 'The sandbox Entra failed');
    response.status(status).json({ error: status === 500 ? 'server_error' : 'invalid_request' });
  };
  application.use(lastResort);
  return application;
}

function isClientError(error: unknown): error is { readonly status: number } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}
