import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Connection } from '../connections/index.js';
import type { Connector, SignInObserver, UpstreamIdentity, UserProfile } from '../connectors/index.js';
import type { Onward, SentOn } from '../pages/index.js';
import type { AnsweredLogin, PendingLoginFor, PurposeName } from './pending-login.store.js';
import type { RefusalReason } from './refusals.js';

/** Why an answer is not even read. */
export type Misfit = 'wrong_callback' | 'connection_changed';

/** Who came back, and what their connector makes of them. */
export interface ReturnedPerson {
  readonly identity: UpstreamIdentity;
  readonly profile: UserProfile;
}

/** An answer that belongs to this browser and this connection, used up already. */
export interface Answer {
  readonly parameters: URLSearchParams;
  /** Aborts when the time of a callback is up. */
  readonly signal: AbortSignal;
  /** @throws {ConnectorError} unless the answer holds, and anything else where the connector breaks its contract. */
  identify(connector: Connector, observer?: SignInObserver): Promise<ReturnedPerson>;
}

/** Whom a conversation is with, and whatever else its purpose knows of it. */
export interface Conversation {
  readonly connection: Connection;
}

/**
 * What a conversation with an upstream is for. `upstream` holds the conversation, and tells its purpose who came back,
 * or what failed. A purpose registers itself with `Purposes`.
 */
export interface Purpose<
  Name extends PurposeName = PurposeName,
  About extends Conversation = Conversation,
  Told = unknown,
> {
  readonly name: Name;
  /** What another browser reads that brings an answer of this purpose, where it is not what it reads of a sign-in. */
  readonly notFound?: RefusalReason;
  /**
   * Looks again at what the conversation is for: policy is what holds now. @returns where the browser goes instead when
   * there is nobody left to ask. @throws {LoginRefused}
   */
  recheck(login: PendingLoginFor<Name>): Promise<About | Onward>;
  /** Asks the connector what the answer says. @throws what the connector throws. */
  ask(answer: Answer, about: About): Promise<Told>;
  /**
   * Everything that it writes is written at once, when it has returned: where somebody else was faster (`Overtaken`),
   * nothing was, and it is asked once more. @throws {LoginRefused}
   */
  cameBack(told: Told, about: About, request: IncomingMessage, response: ServerResponse): Promise<Onward>;
  /** @throws {LoginRefused} */
  misfit(misfit: Misfit, about: About): Promise<Onward>;
  /** @param error what `ask` threw. @throws {LoginRefused} */
  failed(error: unknown, about: About, request: IncomingMessage): Promise<Onward>;
  /**
   * The same browser asks for its answer again. @returns what it gets now. Where a purpose does not say, nothing is kept
   * to be asked for again.
   */
  again?(answer: SentOn, login: AnsweredLogin, request: IncomingMessage): Promise<Onward>;
}

/** All purposes that there are. */
@Injectable()
export class Purposes {
  private readonly all = new Map<string, Purpose>();

  add(purpose: Purpose): void {
    this.all.set(purpose.name, purpose);
  }

  /** Undefined for a purpose that another build stored and this one does not know. */
  find(name: string): Purpose | undefined {
    return this.all.get(name);
  }
}
