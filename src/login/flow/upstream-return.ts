import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import type { Connector, SignInObserver, UpstreamIdentity, UserProfile } from '../../connectors/index.js';
import type { PendingLogin } from '../pending-login.store.js';
import { CallbackDeadline } from './callback-deadline.js';
import type { UpstreamAnswer } from './upstream-answer.js';

/** A pending login that was consumed, and what answers it. */
export interface ReturnedLogin {
  readonly login: PendingLogin;
  readonly answer: UpstreamAnswer;
  readonly connection: Connection;
}

/** Who came back, and what the hub would make of them. */
export interface ReturnedPerson {
  readonly identity: UpstreamIdentity;
  readonly profile: UserProfile;
}

/** Turn two of every login, whatever it is for: whether the answer may be looked at, and who it is about. */
@Injectable()
export class UpstreamReturn {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly deadline: CallbackDeadline,
  ) {}

  /** Why the answer is not even read; undefined when it is. */
  misfit({ login, answer, connection }: ReturnedLogin): 'wrong_callback' | 'connection_changed' | undefined {
    // Each connection has its own callback URL, so that no upstream can answer for another one (RFC 9700, section 4.4.2.2).
    const expectedName = connection.callbackKind === 'shared' ? undefined : connection.name;
    if (answer.connectionName !== expectedName) return 'wrong_callback';
    // Endpoints and credentials are those the login began with, or it is refused.
    return connection.revision === login.connectionRevision ? undefined : 'connection_changed';
  }

  /** @throws {ConnectorError} unless the answer holds, and anything else where the connector breaks its contract. */
  async identify(
    { login, answer, connection }: ReturnedLogin,
    connector: Connector,
    observer?: SignInObserver,
  ): Promise<ReturnedPerson> {
    const parameters = login.keptForm === undefined ? answer.parameters : new URLSearchParams(login.keptForm);
    const identity = await this.deadline.within((signal) =>
      connector.callback({
        parameters,
        callbackUrl: this.connections.callbackUrlOf(connection),
        state: answer.state,
        checks: login.checks,
        signal,
        ...(observer !== undefined && { observer }),
      }),
    );
    const profile = connector.mapProfile(identity);
    requireKey(identity);
    return { identity, profile };
  }
}

/** @throws {TypeError} when the key a person is recognised by is not there: everybody would be the same user. */
function requireKey({ issuer, subject }: UpstreamIdentity): void {
  for (const part of [issuer, subject]) {
    if (typeof part !== 'string' || part.trim() === '')
      throw new TypeError('The connector returned no issuer or subject.');
  }
}
