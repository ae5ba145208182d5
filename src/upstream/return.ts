import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Overtaken, UnitOfWork } from '../common/unit-of-work.js';
import { type Connection, ConnectionDirectory } from '../connections/index.js';
import type { UpstreamIdentity } from '../connectors/index.js';
import { lookUp, type Onward, speak } from '../pages/index.js';
import { type BrowserHandle, BrowserLogins, sha256 } from './browser-logins.js';
import type { UpstreamAnswer } from './browser-request.js';
import { CallbackDeadline, untilAborted } from './callback-deadline.js';
import { KeptAnswers } from './kept-answers.js';
import { handleIdOf, type PendingLogin, PendingLoginStore } from './pending-login.store.js';
import { type Answer, type Misfit, type Purpose, Purposes } from './purpose.js';
import { LoginRefused } from './refusals.js';

/** Somebody else may make, change or block the user between two looks. */
const ATTEMPTS = 4;

/** An answer that this request has claimed the pending login for. */
interface Claimed {
  readonly answer: UpstreamAnswer;
  readonly login: PendingLogin;
  readonly handle: BrowserHandle;
  readonly purpose: Purpose;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the one deadline of this callback. */
  readonly signal: AbortSignal;
}

/**
 * Turn two of every conversation: finds the pending login that an answer belongs to, uses it up, and tells the purpose of
 * that login what came back. The pending login alone decides on the purpose; nothing in the answer can turn a trial into
 * a sign-in.
 */
@Injectable()
export class UpstreamReturn {
  constructor(
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly kept: KeptAnswers,
    private readonly purposes: Purposes,
    private readonly connections: ConnectionDirectory,
    private readonly deadline: CallbackDeadline,
    private readonly units: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Keeps a form_post answer until the same-site GET comes: this cross-site request carries no cookie to tell the browser by. */
  async keep({ state, parameters }: UpstreamAnswer): Promise<void> {
    const now = this.clock.now();
    const stateHash = sha256(state);
    const login = await this.store.find(stateHash, now);
    // A form posted twice changes nothing: the first one counts, also once it was answered.
    if (login?.keptForm !== undefined || (login === undefined && (await this.kept.isKept(stateHash)))) return;
    if (login === undefined) throw new LoginRefused('login_not_found');
    await this.store.keepForm(stateHash, parameters.toString(), now);
  }

  /** @returns what the browser gets. @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<Onward> {
    const { signal, stop } = this.deadline.begin();
    const stateHash = sha256(answer.state);
    try {
      return await this.kept.inTurn(stateHash, async () => {
        const handles = this.browsers.all(request);
        const claimed = await this.claim(stateHash, handles);
        if (claimed === undefined) return await this.again(stateHash, handles, request);
        return await this.first({ answer, ...claimed, request, response, signal });
      });
    } finally {
      stop();
    }
  }

  /** State, expiry, browser and single use, in one atomic step. Nothing was asked of the upstream yet. */
  private async claim(
    stateHash: string,
    handles: readonly BrowserHandle[],
  ): Promise<Pick<Claimed, 'login' | 'handle' | 'purpose'> | undefined> {
    const hashes = handles.map(({ browserHash }) => browserHash);
    const login = await this.store.claim(stateHash, hashes, this.clock.now());
    const handle = handles.find(({ browserHash }) => browserHash === login?.browserHash);
    if (login === undefined || handle === undefined) return undefined;
    const purpose = this.purposes.find(login.purpose.name);
    if (purpose === undefined) throw new LoginRefused('login_not_found');
    return { login, handle, purpose };
  }

  private async first(claimed: Claimed): Promise<Onward> {
    const { login, purpose, handle, request, response } = claimed;
    speak(request, lookUp(login.locale) ?? 'en');
    const id = handleIdOf(login);
    try {
      const onward = await this.units.run(() => this.concluded(claimed));
      this.kept.letGo(purpose, onward, handle, response, id);
      return onward;
    } catch (error) {
      // The handle of a request is good for another try; one that is the login's own has no more use.
      if (purpose.again === undefined) this.browsers.end(response, id);
      throw error;
    }
  }

  /** Whatever comes of it, the pending login is used up with it. */
  private async concluded(claimed: Claimed): Promise<Onward> {
    const { login, handle, purpose } = claimed;
    try {
      const conclude = await this.heard(claimed);
      for (let attempt = 1; ; attempt += 1) {
        const onward = await conclude();
        await this.kept.keep(purpose, onward, handle, login);
        try {
          await this.units.commit();
          return onward;
        } catch (error) {
          if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error;
        }
      }
    } catch (error) {
      // A refusal was recorded. Of anything else a half may be there.
      if (!(error instanceof LoginRefused)) this.units.discard();
      await this.store.end(login.stateHash);
      throw error;
    }
  }

  /** Hears what the answer says. @returns what makes of it what the browser gets. */
  private async heard(claimed: Claimed): Promise<() => Promise<Onward>> {
    const { answer, login, purpose, request, response, signal } = claimed;
    const about = await purpose.recheck(login);
    if (!('connection' in about)) return async () => about;
    const misfit = misfitOf(login, answer, about.connection);
    if (misfit !== undefined) return () => purpose.misfit(misfit, about);
    try {
      const readable = this.readable(claimed, about.connection);
      const told = await untilAborted(signal, purpose.ask(readable, about));
      return () => purpose.cameBack(told, about, request, response);
    } catch (error) {
      if (error instanceof LoginRefused) throw error;
      return () => purpose.failed(error, about, request);
    }
  }

  /** What a request gets whose answer was claimed before, or is no answer to anything of this browser's. */
  private async again(stateHash: string, handles: readonly BrowserHandle[], request: IncomingMessage): Promise<Onward> {
    const onward = await this.kept.find(stateHash, handles, request);
    if (onward !== undefined) return onward;
    const others = await this.store.find(stateHash, this.clock.now());
    throw new LoginRefused((others && this.purposes.find(others.purpose.name)?.notFound) ?? 'login_not_found');
  }

  private readable({ login, answer, signal }: Claimed, connection: Connection): Answer {
    const parameters = login.keptForm === undefined ? answer.parameters : new URLSearchParams(login.keptForm);
    const callbackUrl = this.connections.callbackUrlOf(connection);
    const { state } = answer;
    const { checks } = login;
    return {
      parameters,
      signal,
      identify: async (connector, observer) => {
        const response = { parameters, callbackUrl, state, checks, signal, ...(observer && { observer }) };
        const identity = await connector.callback(response);
        const profile = connector.mapProfile(identity);
        requireKey(identity);
        return { identity, profile };
      },
    };
  }
}

function misfitOf(login: PendingLogin, answer: UpstreamAnswer, connection: Connection): Misfit | undefined {
  // Each connection has its own callback URL, so that no upstream can answer for another one (RFC 9700, section 4.4.2.2).
  const expectedName = connection.callbackKind === 'shared' ? undefined : connection.name;
  if (answer.connectionName !== expectedName) return 'wrong_callback';
  // Endpoints and credentials are those the login began with, or it is refused.
  return connection.revision === login.connectionRevision ? undefined : 'connection_changed';
}

/** @throws {TypeError} when the key a person is recognised by is not there: everybody would be the same user. */
function requireKey({ issuer, subject }: UpstreamIdentity): void {
  for (const part of [issuer, subject]) {
    if (typeof part !== 'string' || part.trim() === '')
      throw new TypeError('The connector returned no issuer or subject.');
  }
}
