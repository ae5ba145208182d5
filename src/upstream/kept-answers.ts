import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { lookUp, type Onward, type SentOn, speak } from '../pages/index.js';
import { type BrowserHandle, BrowserLogins } from './browser-logins.js';
import { type PendingLogin, PendingLoginStore } from './pending-login.store.js';
import { type Purpose, Purposes } from './purpose.js';

/** How long a browser can ask for its answer again: until a phone has found its network. */
const LIFETIME_SECONDS = 30;

/**
 * What browsers were answered at the callback, for half a minute: an answer may get lost on its way, and the upstream's
 * own was used up by then. Only the browser that was answered can be given it again.
 */
@Injectable()
export class KeptAnswers {
  /** The last request for each state that is being answered here. */
  private readonly turns = new Map<string, Promise<void>>();

  constructor(
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly purposes: Purposes,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` when the requests for the same state that came before it are answered: it may be given their answer. */
  async inTurn<T>(stateHash: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(stateHash);
    let done = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.turns.set(stateHash, turn);
    try {
      await before;
      return await work();
    } finally {
      done();
      if (this.turns.get(stateHash) === turn) this.turns.delete(stateHash);
    }
  }

  /** Keeps it where the purpose gives it again, and ends the login. */
  async keep(purpose: Purpose, onward: Onward, { handle }: BrowserHandle, { stateHash }: PendingLogin): Promise<void> {
    if (!isGivenAgain(purpose, onward)) return await this.store.end(stateHash);
    const now = this.clock.now();
    const until = new Date(now.getTime() + LIFETIME_SECONDS * 1000);
    await this.store.keepAnswer(stateHash, seal(handle, stateHash, onward), now, until);
  }

  /** Lets the browser keep its handle as long as there is an answer to ask for. */
  letGo(purpose: Purpose, onward: Onward, handle: BrowserHandle, response: ServerResponse, id: string): void {
    if (isGivenAgain(purpose, onward)) this.browsers.keepFor(LIFETIME_SECONDS, handle, response, id);
    else this.browsers.end(response, id);
  }

  /** Whether some browser can ask for the answer to this state again. */
  async isKept(stateHash: string): Promise<boolean> {
    return (await this.store.findAnswer(stateHash, this.clock.now())) !== undefined;
  }

  /** What this browser gets that asks again; undefined for every other one. */
  async find(
    stateHash: string,
    handles: readonly BrowserHandle[],
    request: IncomingMessage,
  ): Promise<Onward | undefined> {
    if (handles.length === 0) return undefined;
    const login = await this.store.findAnswer(stateHash, this.clock.now());
    const handle = handles.find(({ browserHash }) => browserHash === login?.browserHash);
    if (login === undefined || handle === undefined) return undefined;
    speak(request, lookUp(login.locale) ?? 'en');
    return await this.purposes
      .find(login.purpose.name)
      ?.again?.(open(handle.handle, stateHash, login.answer), login, request);
  }
}

function isGivenAgain(purpose: Purpose, onward: Onward): onward is SentOn {
  return purpose.again !== undefined && 'url' in onward;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals an answer under a key derived from the browser's handle, which the hub does not keep: it holds a code and a session. */
function seal(handle: string, stateHash: string, answer: SentOn): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(handle), nonce);
  cipher.setAAD(Buffer.from(stateHash));
  const body = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([nonce, body]).toString('base64url');
}

/** @throws {Error} for an answer that was sealed for another handle or another login. */
function open(handle: string, stateHash: string, sealed: string): SentOn {
  const bytes = Buffer.from(sealed, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(handle), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(stateHash));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(plain.toString('utf8')) as SentOn;
}

/** HKDF (RFC 5869). */
function keyOf(handle: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', handle, '', 'portico answer to a callback', 32));
}
