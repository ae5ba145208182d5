import type { Application } from './application.js';

/** What the rest of the hub may ask about applications. */
export abstract class ApplicationDirectory {
  /** By client id, if it is enabled. */
  abstract findEnabled(clientId: string): Promise<Application | undefined>;
  /** Scopes that this application may ask for at the audience by `client_credentials`; empty when none are granted. */
  abstract grantedScopes(clientId: string, audience: string): Promise<readonly string[]>;
  /** Whether an enabled application registered this browser origin. */
  abstract hasWebOrigin(origin: string): Promise<boolean>;
}
