import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import type { AuthorizeRequest } from '../../connectors/index.js';
import type { AuthorizationRequest } from '../authorization-requests.js';
import { LoginFailures } from './login-failures.js';
import { type Departure, type PreparedDeparture, UpstreamDeparture } from './upstream-departure.js';

export interface LoginStart {
  readonly request: AuthorizationRequest;
  readonly connection: Connection;
  /** What the person typed; the application's hint otherwise. */
  readonly address?: string;
  /** The person asked for another account: no hint of the application leads them back to the one they left. */
  readonly chooseAccount: boolean;
}

const MAX_HINT = 254;

/** Turn one of an application's login: asks the upstream for what the application asked for. */
@Injectable()
export class LoginStarter {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly departure: UpstreamDeparture,
    private readonly failures: LoginFailures,
  ) {}

  /** @returns the upstream's URL. @throws {LoginRefused} */
  async begin(start: LoginStart, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const { connection } = start;
    const { uid: requestUid, clientId } = start.request;
    const purpose = { kind: 'application', clientId, requestUid } as const;
    let prepared: PreparedDeparture;
    try {
      const connector = this.connections.connectorOf(connection);
      prepared = await this.departure.prepare({ connection, connector, purpose, asked: askedFor(start) });
    } catch (error) {
      throw await this.failures.ofConnector(error, { requestUid, clientId, connection });
    }
    return await this.departure.leave(prepared, request, response);
  }
}

function askedFor(start: LoginStart): Departure['asked'] {
  const { request, chooseAccount } = start;
  const prompt = promptFor(request, chooseAccount);
  const loginHint = start.address ?? (chooseAccount ? undefined : request.loginHint);
  return {
    ...(prompt !== undefined && { prompt }),
    ...(loginHint !== undefined && isPlainHint(loginHint) && { loginHint }),
    ...(request.maxAge !== undefined && { maxAge: request.maxAge }),
    ...(request.uiLocales.length > 0 && { uiLocales: request.uiLocales }),
  };
}

/** A demanded re-authentication outranks the choice of an account: it offers that choice too. `max_age` demands one. */
function promptFor(request: AuthorizationRequest, chooseAccount: boolean): AuthorizeRequest['prompt'] {
  if (request.prompt.includes('login') || request.maxAge !== undefined) return 'login';
  return chooseAccount || request.prompt.includes('select_account') ? 'select_account' : undefined;
}

function isPlainHint(hint: string): boolean {
  return hint !== '' && hint.length <= MAX_HINT && !/\p{C}/u.test(hint);
}
