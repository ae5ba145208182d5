import type { Page, PageRequest } from '../common/page.js';
import type { Application, ApplicationType } from './application.js';

/** What an application may ask for by `client_credentials` at one audience. */
export interface ClientGrant {
  readonly id: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: readonly string[];
}

export class ClientGrantExists extends Error {}

/** Storage port of applications and their client grants. */
export abstract class ApplicationStore {
  abstract insert(application: Application, grants?: readonly ClientGrant[]): Promise<void>;
  /** Writes what became of `read`, the application as it was read. @returns false when it is gone or has changed since. */
  abstract update(application: Application, read: Application): Promise<boolean>;
  /** Also removes its grants and its right to use connections. @returns false when there was none. */
  abstract delete(clientId: string): Promise<boolean>;
  abstract find(clientId: string): Promise<Application | undefined>;
  /** Oldest first. */
  abstract list(
    filter: { readonly appTypes?: readonly ApplicationType[] },
    page: PageRequest,
  ): Promise<Page<Application>>;
  /** Whether an enabled application registered this browser origin. */
  abstract hasWebOrigin(origin: string): Promise<boolean>;

  abstract grantFor(clientId: string, audience: string): Promise<ClientGrant | undefined>;
  abstract findGrant(id: string): Promise<ClientGrant | undefined>;
  abstract listGrants(
    filter: { readonly clientId?: string; readonly audience?: string },
    page: PageRequest,
  ): Promise<Page<ClientGrant>>;
  /** @throws {ClientGrantExists} when the application has one for the audience. */
  abstract insertGrant(grant: ClientGrant): Promise<void>;
  abstract updateGrant(grant: ClientGrant): Promise<boolean>;
  abstract deleteGrant(id: string): Promise<boolean>;

  /**
   * Stores the first management client with its grant, unless one was ever stored. Atomic, so that neither a restart
   * nor a second start brings a removed one back.
   * @param beforeStored runs where it is going to be stored; when it throws, nothing is.
   * @returns whether it was stored now.
   */
  abstract insertFirstManagementClient(
    application: Application,
    grant: ClientGrant,
    beforeStored?: () => Promise<void>,
  ): Promise<boolean>;
}
