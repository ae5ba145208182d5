import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { lookUp, speak } from '../../pages/index.js';
import { type PendingLogin, PendingLoginStore } from '../pending-login.store.js';
import { TrialFinisher } from '../trial/trial-finisher.js';
import { BrowserLogins, sha256 } from './browser-logins.js';
import { LastUsedConnections } from './last-used-connections.js';
import { LoginFinisher } from './login-finisher.js';
import { LoginRefused } from './login-refused.js';
import type { UpstreamAnswer } from './upstream-answer.js';

/**
 * Where every answer of an upstream is taken: finds the pending login it belongs to, and hands it to what that login is
 * for. The pending login alone decides that; nothing in the answer can turn a trial into a sign-in.
 */
@Injectable()
export class AnsweredLogins {
  constructor(
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly logins: LoginFinisher,
    private readonly trials: TrialFinisher,
    private readonly lastUsed: LastUsedConnections,
    private readonly clock: Clock,
  ) {}

  /** Keeps a form_post answer until the same-site GET comes: this cross-site request carries no cookie to tell the browser by. */
  async keep({ state, parameters }: UpstreamAnswer): Promise<void> {
    const now = this.clock.now();
    const stateHash = sha256(state);
    const login = await this.store.find(stateHash, now);
    if (login === undefined) throw new LoginRefused('login_not_found');
    // A form posted twice changes nothing: the first one counts.
    if (login.keptForm === undefined) await this.store.keepForm(stateHash, parameters.toString(), now);
  }

  /** @returns the hub's URL where the browser goes on. @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const login = await this.consume(answer, request, response);
    switch (login.purpose.kind) {
      case 'application': {
        const { url, hasSignedIn } = await this.logins.finish(login, login.purpose, answer);
        if (hasSignedIn) this.lastUsed.remember(request, response, login.connectionId);
        return url;
      }
      case 'trial':
        return await this.trials.finish(login, login.purpose, answer);
    }
  }

  /** State, expiry, browser and single use, in one atomic statement. Nothing was asked of the upstream yet. */
  private async consume(
    { state }: UpstreamAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<PendingLogin> {
    const stateHash = sha256(state);
    const browserHash = this.browsers.browserHashOf(request, stateHash);
    const login = browserHash && (await this.store.consume(stateHash, browserHash, this.clock.now()));
    if (!login) throw new LoginRefused('login_not_found');
    speak(request, lookUp(login.locale) ?? 'en');
    this.browsers.end(response, stateHash);
    return login;
  }
}
