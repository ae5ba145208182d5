import { type Application, ApplicationDirectory } from '../../src/applications/index.js';
import { ConnectionDirectory } from '../../src/connections/index.js';
import { type User, UserDirectory } from '../../src/users/index.js';

/** Applications in memory. */
export class FakeApplications implements Pick<ApplicationDirectory, keyof ApplicationDirectory> {
  readonly all = new Map<string, Application>();
  readonly grants = new Map<string, readonly string[]>();

  add(application: Application): Application {
    this.all.set(application.clientId, application);
    return application;
  }

  async findEnabled(clientId: string): Promise<Application | undefined> {
    const found = this.all.get(clientId);
    return found?.isEnabled === true ? found : undefined;
  }

  async grantedScopes(clientId: string, audience: string): Promise<readonly string[]> {
    return this.grants.get(`${clientId} ${audience}`) ?? [];
  }

  async hasWebOrigin(origin: string): Promise<boolean> {
    return [...this.all.values()].some((one) => one.isEnabled && one.webOrigins.includes(origin));
  }
}

/** Users in memory; nobody signs in here. */
export class FakeUsers implements Pick<UserDirectory, keyof UserDirectory> {
  readonly all = new Map<string, User>();

  add(id: string, over: Partial<User> = {}): User {
    const user: User = {
      id,
      blocked: false,
      profile: { email: `${id}@contoso.example`, emailVerified: true, name: `User ${id}`, groups: ['staff'] },
      identity: {
        connectionId: 'con_1',
        connectionName: 'contoso',
        strategy: 'fake',
        issuer: 'https://idp.example',
        subject: id,
        claims: {},
      },
      loginsCount: 1,
      createdAt: new Date(0),
      updatedAt: new Date(0),
      ...over,
    };
    this.all.set(id, user);
    return user;
  }

  async find(id: string): Promise<User | undefined> {
    return this.all.get(id);
  }

  async signIn(): Promise<never> {
    throw new Error('Nobody signs in at this directory.');
  }

  async foresee(): Promise<never> {
    throw new Error('Nobody signs in at this directory.');
  }
}

/** Every application may use every connection but those that are named as refused. */
export class FakeConnections implements Pick<ConnectionDirectory, keyof ConnectionDirectory> {
  /** `connectionId clientId`, or `connectionId *`. */
  readonly refused = new Set<string>();

  async isUsableBy(connectionId: string, clientId: string): Promise<boolean> {
    return !this.refused.has(`${connectionId} ${clientId}`) && !this.refused.has(`${connectionId} *`);
  }

  async findByNameFor(): Promise<undefined> {
    return undefined;
  }
  async findByIdFor(): Promise<undefined> {
    return undefined;
  }
  async homeRealmFor(): Promise<undefined> {
    return undefined;
  }
  async buttonsFor(): Promise<readonly []> {
    return [];
  }
  async hasHomeRealmFor(): Promise<boolean> {
    return false;
  }
  async findById(): Promise<undefined> {
    return undefined;
  }
  async ownerOfDomain(): Promise<undefined> {
    return undefined;
  }
  connectorOf(): never {
    throw new Error('There are no connectors here.');
  }
  call(): never {
    throw new Error('There are no connectors here.');
  }
  freshConnectorOf(): never {
    throw new Error('There are no connectors here.');
  }
  callbackUrlOf(): never {
    throw new Error('There are no callbacks here.');
  }
}
