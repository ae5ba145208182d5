/** Who may ask Microsoft Graph what: the access token of a request, its permissions, and Graph's way to refuse. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { GRAPH_ID } from '../authorize/scopes.js';
import type { User } from '../directory/directory.js';
import type { AccessRecord } from '../server/grants.js';
import type { SandboxState } from '../server/state.js';

export type UserToken = AccessRecord & { readonly user: User };

/** A refusal in Graph's shape. Thrown by what answers a request, sent by `answering`. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Lets a request through that carries a Graph token, of a person or of an application. */
export function withToken(
  state: SandboxState,
  answer: (token: AccessRecord, request: Request, response: Response) => unknown,
): RequestHandler {
  return (request, response) => {
    const presented = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const token = presented === undefined ? undefined : state.grants.accessToken(presented);
    response.set('cache-control', 'no-cache');
    try {
      if (token === undefined || !token.isGraph || token.expires <= state.clock.now()) {
        response.set(
          'www-authenticate',
          `Bearer realm="", authorization_uri="${state.base}/common/oauth2/authorize", client_id="${GRAPH_ID}"`,
        );
        const message = presented === undefined ? 'Access token is empty.' : 'Access token validation failure.';
        throw new GraphError(401, 'InvalidAuthenticationToken', message);
      }
      response.json(answer(token, request, response));
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      sendGraphError(state, response, error);
    }
  };
}

/** The same for what only a person's token opens. */
export function withUser(
  state: SandboxState,
  answer: (token: UserToken, request: Request, response: Response) => unknown,
): RequestHandler {
  return withToken(state, (token, request, response) => {
    const { user } = token;
    if (user === undefined)
      throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
    return answer({ ...token, user }, request, response);
  });
}

/** Whether the token has one of these: delegated to a person, or granted to the application itself. */
export function isAllowed({ user, scopes, roles }: AccessRecord, ...permissions: readonly string[]): boolean {
  const granted = user === undefined ? roles : scopes;
  return permissions.some((permission) => granted.includes(permission));
}

export function demand(token: AccessRecord, ...permissions: readonly string[]): void {
  if (!isAllowed(token, ...permissions))
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

export function sendGraphError(state: SandboxState, response: Response, error: GraphError): void {
  const { status, code, message } = error;
  const id = randomUUID();
  const date = state.clock.now().toISOString().slice(0, 19);
  response
    .status(status)
    .json({ error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } });
}
