import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Onward } from '../pages/index.js';
import { BrowserLogins } from '../upstream/index.js';
import type { AuthorizationRequest } from './authorization-requests.js';

/** Answers an authorization request that needs a person. */
export interface LoginHost {
  /** Begins to look at the connection that a request names, before it is known whether it needs a person. */
  foresee(clientId: string, connection: string): Promise<unknown>;
  /** @returns what the browser gets: the way to an upstream, the login page, or the page of a refusal. */
  receive(waiting: AuthorizationRequest, request: IncomingMessage, response: ServerResponse): Promise<Onward>;
}

/**
 * Where the OpenID Provider hands an authorization request over to the login, and ties it to its browser: by a random
 * handle, made with the request and demanded wherever it goes on. Nothing else says whose request it is.
 */
@Injectable()
export class LoginEntrance {
  private host: LoginHost | undefined;

  constructor(private readonly browsers: BrowserLogins) {}

  /** The login says that it is there: it asks the OpenID Provider itself, and so is made after it. */
  openTo(host: LoginHost): void {
    this.host = host;
  }

  async foresee(clientId: string, connection: string): Promise<void> {
    await this.host?.foresee(clientId, connection);
  }

  receive(waiting: AuthorizationRequest, request: IncomingMessage, response: ServerResponse): Promise<Onward> {
    if (this.host === undefined) throw new Error('The universal login has not started yet.');
    return this.host.receive(waiting, request, response);
  }

  /** Gives the browser the handle of a new request. @returns its hash, to be stored with the request. */
  tie(uid: string, request: IncomingMessage, response: ServerResponse, lifetimeSeconds: number): string {
    return this.browsers.begin(request, response, uid, lifetimeSeconds).browserHash;
  }

  /** Whether this is the browser that the request of this uid was tied to. */
  isTied(uid: string, browserHash: unknown, request: IncomingMessage): boolean {
    const handle = this.browsers.of(request, uid);
    return handle !== undefined && handle.browserHash === browserHash;
  }
}
