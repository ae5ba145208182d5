import { Reflector } from '@nestjs/core';
import type { ManagementScope } from './scopes.js';

/** Scopes that a token must carry for a route of the management API, all of them. A route without it is refused. */
export const RequireScopes = Reflector.createDecorator<readonly ManagementScope[]>();
