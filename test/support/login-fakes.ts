import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { type Application, ApplicationDirectory } from '../../src/applications/index.js';
import { Clock } from '../../src/common/clock.js';
import {
  type Connection,
  ConnectionDirectory,
  type ConnectionUse,
  domainsOf,
  hasButton,
} from '../../src/connections/index.js';
import type { Connector, ConsentClaim, UpstreamIdentity } from '../../src/connectors/index.js';
import type { RecordedConsents } from '../../src/consents/recorded-consents.js';
import { type EventFilter, EventStore, type HubEvent } from '../../src/events/index.js';
import { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from '../../src/login/index.js';
import type { Onward } from '../../src/pages/index.js';
import { sha256 } from '../../src/upstream/index.js';
import {
  type ForeseenSignIn,
  type SignIn,
  type SignInResult,
  type User,
  UserDirectory,
} from '../../src/users/index.js';

export class MovableClock extends Clock {
  time = new Date('2026-11-21T10:00:00Z');

  now(): Date {
    return new Date(this.time);
  }

  advance(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000);
  }
}

/** Stands for the OpenID Provider. */
export class FakeRequests extends AuthorizationRequests {
  readonly waiting = new Map<string, AuthorizationRequest>();
  readonly outcomes: { readonly uid: string; readonly outcome: LoginOutcome }[] = [];
  /** Uids of the requests whose code was redeemed. */
  readonly redeemed = new Set<string>();

  constructor(private readonly origin: string) {
    super();
  }

  async find(uid: string, request: IncomingMessage): Promise<AuthorizationRequest | undefined> {
    const waiting = this.waiting.get(uid);
    const handle = /\.(.+)$/.exec(parseCookie(request.headers.cookie ?? '')[`portico_login_${uid}`] ?? '')?.[1] ?? '';
    return sha256(handle) === waiting?.browserHash ? waiting : undefined;
  }

  foresee(): void {}

  async finish(uid: string, outcome: LoginOutcome): Promise<Onward | undefined> {
    if (!this.waiting.delete(uid)) return undefined;
    this.outcomes.push({ uid, outcome });
    return { url: `${this.origin}/authorize/${uid}` };
  }

  async wasRedeemed({ pathname }: URL): Promise<boolean> {
    return this.redeemed.has(pathname.slice('/authorize/'.length));
  }
}

export class FakeApplications implements Pick<ApplicationDirectory, keyof ApplicationDirectory> {
  readonly all = new Map<string, Application>();

  async findEnabled(clientId: string): Promise<Application | undefined> {
    const application = this.all.get(clientId);
    return application?.isEnabled ? application : undefined;
  }

  async grantedScopes(): Promise<readonly string[]> {
    return [];
  }

  async hasWebOrigin(): Promise<boolean> {
    return false;
  }
}

/** Connections in memory; each has the connector given with it. */
export class FakeConnections implements Pick<ConnectionDirectory, keyof ConnectionDirectory> {
  readonly all = new Map<string, { connection: Connection; connector: Connector; clients: readonly string[] }>();

  constructor(private readonly issuer: string) {}

  change(name: string, change: Partial<Connection>): void {
    const entry = this.all.get(name);
    if (entry !== undefined) entry.connection = { ...entry.connection, ...change };
  }

  private usableBy(clientId: string): Connection[] {
    return [...this.all.values()]
      .filter((entry) => entry.connection.isEnabled && entry.clients.includes(clientId))
      .map((entry) => entry.connection);
  }

  async findByNameFor(clientId: string, name: string): Promise<Connection | undefined> {
    return this.usableBy(clientId).find((one) => one.name === name);
  }

  async findByIdFor(id: string, clientId: string): Promise<ConnectionUse | undefined> {
    const connection = await this.findById(id);
    return connection && { connection, isUsable: await this.isUsableBy(id, clientId), awaitsProof: true };
  }

  async homeRealmFor(clientId: string, emailAddress: string): Promise<Connection | undefined> {
    const domain = emailAddress.split('@')[1]?.toLowerCase() ?? '';
    return this.usableBy(clientId).find((one) => domainsOf(one).includes(domain));
  }

  async buttonsFor(clientId: string): Promise<readonly Connection[]> {
    return this.usableBy(clientId).filter(hasButton);
  }

  async hasHomeRealmFor(clientId: string): Promise<boolean> {
    return this.usableBy(clientId).some((one) => domainsOf(one).length > 0);
  }

  async isUsableBy(connectionId: string, clientId: string): Promise<boolean> {
    return this.usableBy(clientId).some((one) => one.id === connectionId);
  }

  async findById(id: string): Promise<Connection | undefined> {
    return [...this.all.values()].find((entry) => entry.connection.id === id)?.connection;
  }

  async ownerOfDomain(domain: string): Promise<string | undefined> {
    const enabled = [...this.all.values()].filter((entry) => entry.connection.isEnabled);
    return enabled.find((entry) => domainsOf(entry.connection).includes(domain))?.connection.id;
  }

  connectorOf(connection: Connection): Connector {
    const connector = this.all.get(connection.name)?.connector;
    if (connector === undefined) throw new Error('no such connection');
    return connector;
  }

  freshConnectorOf(connection: Connection): Connector {
    return this.connectorOf(connection);
  }

  async call<Result>(connection: Connection, work: (connector: Connector) => Promise<Result>): Promise<Result> {
    return work(this.connectorOf(connection));
  }

  callbackUrlOf(connection: Connection): string {
    return `${this.issuer}/login/callback${connection.callbackKind === 'shared' ? '' : `/${connection.name}`}`;
  }
}

/** Administrators' consents in memory: the ticket of a connection is its name. */
export class FakeConsents implements Pick<RecordedConsents, 'connectionOf' | 'claim' | 'signedIn'> {
  readonly connections = new Map<string, Connection>();
  readonly claims: (ConsentClaim & { readonly connectionId: string })[] = [];
  /** Tenants whose consent the upstream confirms. */
  readonly verified = new Set<string>();
  /** Whose sign-ins were taken as a proof. */
  readonly provedBy: UpstreamIdentity[] = [];

  /** The ticket of each link is `good`. */
  async connectionOf(id: string, ticket: string): Promise<Connection | undefined> {
    return ticket === 'good' ? this.connections.get(id) : undefined;
  }

  async claim({ id }: Connection, claim: ConsentClaim): Promise<boolean> {
    this.claims.push({ ...claim, connectionId: id });
    return this.verified.has(claim.tenantId);
  }

  async signedIn(_connection: Connection, identity: UpstreamIdentity): Promise<void> {
    this.provedBy.push(identity);
  }
}

export class FakeUsers implements Pick<UserDirectory, keyof UserDirectory> {
  readonly signIns: SignIn[] = [];
  /** Subjects that are blocked, and subjects for whom no user is made. */
  readonly blocked = new Set<string>();
  readonly unknown = new Set<string>();

  async find(): Promise<User | undefined> {
    return undefined;
  }

  async foresee({ identity: { subject } }: SignIn): Promise<ForeseenSignIn> {
    if (this.blocked.has(subject)) return 'blocked';
    return this.unknown.has(subject) ? 'unknown' : 'create';
  }

  async signIn(signIn: SignIn): Promise<SignInResult> {
    const { subject } = signIn.identity;
    if (this.unknown.has(subject)) return { kind: 'unknown' };
    const at = new Date(0);
    const user: User = {
      id: `usr_${subject}`,
      blocked: this.blocked.has(subject),
      profile: signIn.profile,
      identity: signIn.identity,
      loginsCount: 1,
      createdAt: at,
      updatedAt: at,
    };
    if (user.blocked) return { kind: 'blocked', user };
    this.signIns.push(signIn);
    return { kind: 'signed-in', user, isNew: true };
  }
}

export class MemoryEvents extends EventStore {
  constructor(readonly all: HubEvent[] = []) {
    super();
  }

  async append(event: HubEvent, onStored?: () => void): Promise<void> {
    this.all.push(event);
    onStored?.();
  }

  async appendOnce(event: HubEvent): Promise<boolean> {
    if (this.all.some(({ logId }) => logId === event.logId)) return false;
    this.all.push(event);
    return true;
  }

  async find(logId: string): Promise<HubEvent | undefined> {
    return this.all.find((event) => event.logId === logId);
  }

  async list(_filter: EventFilter) {
    return { items: this.all };
  }
}
