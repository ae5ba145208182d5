import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ManagementToken } from './management-token.js';

/** The verified management token of the request being served. */
export const CurrentToken = createParamDecorator((_: unknown, context: ExecutionContext): ManagementToken => {
  return context.switchToHttp().getRequest<{ user: ManagementToken }>().user;
});
