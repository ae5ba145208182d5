import type { IncomingMessage } from 'node:http';

/**
 * Makes the request look as if it had come to the issuer, whatever `Host`, forwarded header or absolute target it has.
 * The library builds endpoints, `returnTo` and the security of cookies from the request, and must not take any of it
 * from whoever sends one.
 */
export function pinIssuer(request: IncomingMessage, issuer: URL): void {
  delete request.headers.forwarded;
  delete request.headers[':authority'];
  request.headers.host = issuer.host;
  request.headers['x-forwarded-host'] = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
}
