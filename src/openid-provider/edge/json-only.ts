import type { ServerResponse } from 'node:http';

/** An OAuth error object (RFC 6749, section 5.2) from before the library. */
export function sendOAuthError(response: ServerResponse, status: number, error: string, description: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify({ error, error_description: description }));
}
