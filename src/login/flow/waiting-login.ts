import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Application, ApplicationDirectory } from '../../applications/index.js';
import { chooseLocale, type Locale, speak } from '../../pages/index.js';
import { type AuthorizationRequest, AuthorizationRequests } from '../authorization-requests.js';
import { LoginRefused } from './login-refused.js';

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
  async find(uid: string, request: IncomingMessage, response: ServerResponse): Promise<WaitingLogin> {
    const found = UID.test(uid) ? await this.requests.find(request, response) : undefined;
    if (found === undefined || found.uid !== uid) throw new LoginRefused('request_not_found');
    const locale = chooseLocale(found.uiLocales, request.headers['accept-language']);
    speak(request, locale);
    const application = await this.applications.findEnabled(found.clientId);
    if (application === undefined) throw new LoginRefused('application_unavailable');
    return { request: found, application, locale };
  }
}
