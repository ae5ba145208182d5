import type { IncomingMessage, ServerResponse } from 'node:http';

/** An application's authorization request that waits for a person: what the universal login may know of it. */
export interface AuthorizationRequest {
  readonly uid: string;
  readonly clientId: string;
  /** The `connection` parameter: name of the connection to use. */
  readonly connection?: string;
  readonly loginHint?: string;
  readonly prompt: readonly string[];
  readonly maxAge?: number;
  readonly uiLocales: readonly string[];
}

/** How the login of an authorization request ended. */
export type LoginOutcome =
  | {
      readonly kind: 'signed-in';
      readonly userId: string;
      readonly connectionId: string;
      readonly authenticatedAt: Date;
      readonly acr?: string;
      readonly amr?: readonly string[];
    }
  /** Goes back to the application as an OAuth error (RFC 6749, section 4.1.2.1). `description` holds nothing from the upstream. */
  | {
      readonly kind: 'refused';
      readonly error: 'access_denied' | 'login_required' | 'temporarily_unavailable' | 'server_error';
      readonly description: string;
    };

/** Port of login towards the OpenID Provider: the request to serve, and who signed in. */
export abstract class AuthorizationRequests {
  /** The request behind this page, if this very browser began it and it still waits; else undefined. */
  abstract find(request: IncomingMessage, response: ServerResponse): Promise<AuthorizationRequest | undefined>;
  /**
   * Ends the login of a request.
   * @returns the hub's own URL where the browser goes on, or undefined when the request no longer waits.
   */
  abstract finish(uid: string, outcome: LoginOutcome): Promise<string | undefined>;
}
