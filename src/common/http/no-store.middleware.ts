import type { Middleware } from './request-context.middleware.js';

/** Answers that may hold a secret, or tell who is who, are kept by no cache (RFC 9111, section 5.2.2.5). */
export const noStore: Middleware = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
