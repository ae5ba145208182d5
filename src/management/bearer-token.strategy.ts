import type { IncomingMessage } from 'node:http';
import passport from 'passport';
import type { ManagementToken, ManagementTokenVerifier } from './management-token.js';

/** RFC 6750, section 2.1. No token of the hub is longer; a longer one is not worth a look into the database. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,2048}=*)$/i;

/**
 * Passport strategy of the management API: the token in the one `Authorization` header, and nowhere else. In a URL it
 * would end up in logs, in a body in front of a parser.
 */
export class BearerTokenStrategy extends passport.Strategy {
  constructor(private readonly verifier: ManagementTokenVerifier) {
    super();
  }

  override authenticate(request: IncomingMessage): void {
    const token = tokenOf(request);
    if (token === undefined) {
      this.fail(401);
      return;
    }
    this.verifier.verify(token).then(
      (verified?: ManagementToken) => (verified === undefined ? this.fail(401) : this.success(verified)),
      (error: unknown) => this.error(error),
    );
  }
}

/** Node joins or drops repeated headers: which of two tokens counts must not depend on who looks. */
function tokenOf(request: IncomingMessage): string | undefined {
  const headers = request.headersDistinct.authorization ?? [];
  return headers.length === 1 ? BEARER.exec(headers[0] ?? '')?.[1] : undefined;
}
