import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Application, ApplicationDirectory } from '../applications/index.js';
import { chooseLocale, type Locale, type Onward, speak } from '../pages/index.js';
import { LoginRefused } from '../upstream/index.js';

/** An application's authorization request that waits for a person: what the universal login may know of it. */
export interface AuthorizationRequest {
  readonly uid: string;
  /** SHA-256 of the handle of the browser that made it. */
  readonly browserHash: string;
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
  /** The request of this uid, if this very browser made it and it still waits; else undefined. */
  abstract find(uid: string, request: IncomingMessage): Promise<AuthorizationRequest | undefined>;
  /** Begins to read a request that is going to end: a unit of work reads nothing twice. */
  abstract foresee(uid: string): void;
  /**
   * Ends the login of a request, which then goes on at once.
   * @param request of the browser that made it: its handle, and the session that it has.
   * @returns what the browser gets; undefined when the request no longer waits, or is another browser's.
   */
  abstract finish(uid: string, outcome: LoginOutcome, request: IncomingMessage): Promise<Onward | undefined>;
  /** Whether the code of this redirect to an application was redeemed, or can be no more. False where it has none. */
  abstract wasRedeemed(redirect: URL): Promise<boolean>;
}

/** An authorization request that waits in this browser, and the application behind it. */
export interface WaitingLogin {
  readonly request: AuthorizationRequest;
  readonly application: Application;
  readonly locale: Locale;
}

const UID = /^[A-Za-z0-9_-]{1,128}$/;

/** Finds the authorization request that a page is about. */
@Injectable()
export class WaitingLogins {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly applications: ApplicationDirectory,
  ) {}

  /**
   * The uid alone is no credential: without the browser's own cookie the answer is the same as for a uid that never was.
   * @throws {LoginRefused}
   */
  async find(uid: string, request: IncomingMessage): Promise<WaitingLogin> {
    const found = UID.test(uid) ? await this.requests.find(uid, request) : undefined;
    if (found === undefined) throw new LoginRefused('request_not_found');
    return await this.of(found, request);
  }

  /** The same for a request that has just come. @throws {LoginRefused} */
  async of(found: AuthorizationRequest, request: IncomingMessage): Promise<WaitingLogin> {
    const locale = chooseLocale(found.uiLocales, request.headers['accept-language']);
    speak(request, locale);
    const application = await this.applications.findEnabled(found.clientId);
    if (application === undefined) throw new LoginRefused('application_unavailable');
    return { request: found, application, locale };
  }
}
