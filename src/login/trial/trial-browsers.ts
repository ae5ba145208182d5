import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { newHandle } from '../../common/ids.js';
import { PorticoConfig } from '../../config/portico-config.js';
import { TRIAL_LIFETIME_MS, type Trial } from '../../connections/index.js';
import { sha256 } from '../flow/browser-logins.js';
import { pathOfTrial } from './trial-reports.js';

const NAME = 'portico_trial';

/** Ties a trial to the browser that opened its link: a cookie that is sent to the page of that trial and nowhere else. */
@Injectable()
export class TrialBrowsers {
  constructor(private readonly config: PorticoConfig) {}

  newHandle(): { readonly handle: string; readonly browserHash: string } {
    const handle = newHandle();
    return { handle, browserHash: sha256(handle) };
  }

  remember(response: ServerResponse, trial: Trial, handle: string): void {
    response.appendHeader(
      'Set-Cookie',
      stringifySetCookie(this.name, handle, {
        path: pathOfTrial(trial),
        httpOnly: true,
        // The report is reached by a redirect that the upstream's site began.
        sameSite: 'lax',
        secure: this.config.secureCookies,
        maxAge: (2 * TRIAL_LIFETIME_MS) / 1000,
      }),
    );
  }

  /** Whether this is the browser that opened the link. */
  isOf(request: IncomingMessage, { browserHash }: Trial): boolean {
    const handle = parseCookie(request.headers.cookie ?? '')[this.name];
    return handle !== undefined && browserHash !== undefined && sha256(handle) === browserHash;
  }

  private get name(): string {
    return this.config.secureCookies ? `__Secure-${NAME}` : NAME;
  }
}
