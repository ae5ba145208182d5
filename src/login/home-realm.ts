import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory, nameShown } from '../connections/index.js';
import { LoginRefused, parseEmailAddress } from '../upstream/index.js';
import type { WaitingLogin } from './authorization-requests.js';

/** What the login page offers. */
export interface Choices {
  readonly withEmailField: boolean;
  /** By display name. */
  readonly connections: readonly Connection[];
}

/** Decides which connection a person goes to. Never answers with another one than the application asked for. */
@Injectable()
export class HomeRealm {
  constructor(private readonly connections: ConnectionDirectory) {}

  /**
   * The connection that the request itself decides on, by its `connection` parameter or its `login_hint`'s domain.
   * @throws {LoginRefused} when the connection it names cannot be used.
   */
  async decide({ request }: WaitingLogin): Promise<Connection | undefined> {
    if (request.connection !== undefined) return await this.named(request.clientId, request.connection);
    return request.loginHint === undefined ? undefined : await this.ofAddress(request.clientId, request.loginHint);
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
