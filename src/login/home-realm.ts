import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { PorticoConfig } from '../config/portico-config.js';
import { type Connection, ConnectionDirectory, nameShown } from '../connections/index.js';
import { LoginRefused, parseEmailAddress } from '../upstream/index.js';
import type { WaitingLogin } from './authorization-requests.js';
import { DomainGuesses } from './domain-guesses.js';
import { LastUsedConnections } from './last-used-connections.js';

/** What the login page offers. */
export interface Choices {
  readonly withEmailField: boolean;
  /** By display name. */
  readonly connections: readonly Connection[];
}

/** Which connection it is and why, or what a person has to choose from. */
export type Decision =
  | { readonly connection: Connection; readonly decidedBy: DecidedBy; readonly choices?: undefined }
  | { readonly choices: Choices; readonly connection?: undefined };

export type DecidedBy =
  | 'connection parameter'
  | 'login hint'
  | 'last sign-in of this browser'
  | 'only connection'
  | 'typed address'
  | 'button';

/** Decides which connection a person goes to. Never answers with another one than the application asked for. */
@Injectable()
export class HomeRealm {
  constructor(
    private readonly config: PorticoConfig,
    private readonly connections: ConnectionDirectory,
    private readonly guesses: DomainGuesses,
    private readonly lastUsed: LastUsedConnections,
  ) {}

  /**
   * The connection that nobody need be asked for: the one that the request names, that owns the domain of its
   * `login_hint`, that this browser was last signed in through where the operator allows that, or that is the only thing
   * the page would offer.
   * @throws {LoginRefused} when the connection it names cannot be used, or there is nothing to choose from.
   */
  async decide(login: WaitingLogin, browser: IncomingMessage): Promise<Decision> {
    const { clientId, connection, loginHint, prompt } = login.request;
    if (connection !== undefined) {
      return { connection: await this.named(clientId, connection), decidedBy: 'connection parameter' };
    }
    if (loginHint !== undefined) {
      const hinted = await this.guesses.hinted(await this.ofAddress(clientId, loginHint), browser);
      if (hinted !== undefined) return { connection: hinted, decidedBy: 'login hint' };
    }
    const choices = await this.choices(login);
    if (this.config.rememberConnection && !prompt.includes('select_account')) {
      const remembered = await this.remembered(clientId, browser);
      if (remembered !== undefined) return { connection: remembered, decidedBy: 'last sign-in of this browser' };
    }
    const [only, ...others] = choices.connections;
    const isOnly = only !== undefined && others.length === 0 && !choices.withEmailField;
    return isOnly ? { connection: only, decidedBy: 'only connection' } : { choices };
  }

  /** Begins to look up a connection that may be needed: a unit of work reads nothing twice. */
  foresee(clientId: string, name: string): Promise<unknown> {
    return this.connections.findByNameFor(clientId, name);
  }

  /** The connection a person chose by its button or address. @throws {LoginRefused} */
  async chosen({ request }: WaitingLogin, name: string): Promise<Connection> {
    if (request.connection !== undefined && request.connection !== name) throw new LoginRefused('connection_unusable');
    return await this.named(request.clientId, name);
  }

  /** The connection that owns the domain of what a person typed; undefined alike for an unknown and an unusable one. */
  async typed({ request }: WaitingLogin, address: string): Promise<Connection | undefined> {
    const connection = await this.ofAddress(request.clientId, address);
    const isOther = request.connection !== undefined && request.connection !== connection?.name;
    return isOther ? undefined : connection;
  }

  /** @throws {LoginRefused} when there is nothing to choose from. */
  async choices({ request }: WaitingLogin): Promise<Choices> {
    if (request.connection !== undefined) {
      return { withEmailField: false, connections: [await this.named(request.clientId, request.connection)] };
    }
    const [withEmailField, buttons] = await Promise.all([
      this.connections.hasHomeRealmFor(request.clientId),
      this.connections.buttonsFor(request.clientId),
    ]);
    if (!withEmailField && buttons.length === 0) throw new LoginRefused('no_connection');
    return { withEmailField, connections: buttons.toSorted((a, b) => collator.compare(nameShown(a), nameShown(b))) };
  }

  private async remembered(clientId: string, browser: IncomingMessage): Promise<Connection | undefined> {
    const [id] = this.lastUsed.of(browser);
    const use = id === undefined ? undefined : await this.connections.findByIdFor(id, clientId);
    return use?.isUsable === true ? use.connection : undefined;
  }

  private async named(clientId: string, name: string): Promise<Connection> {
    const connection = await this.connections.findByNameFor(clientId, name);
    if (connection === undefined) throw new LoginRefused('connection_unusable');
    return connection;
  }

  private async ofAddress(clientId: string, text: string): Promise<Connection | undefined> {
    const parsed = parseEmailAddress(text);
    return parsed && (await this.connections.homeRealmFor(clientId, parsed.address));
  }
}

const collator = new Intl.Collator('en');
