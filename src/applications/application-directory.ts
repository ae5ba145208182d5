import { Injectable } from '@nestjs/common';
import type { Application } from './application.js';
import { ApplicationStore } from './application.store.js';

/**
 * What the rest of the hub may ask about applications. Answers from the store each time: what was disabled a moment ago is
 * disabled now.
 */
@Injectable()
export class ApplicationDirectory {
  constructor(private readonly store: ApplicationStore) {}

  /** Finds an application by its client id, if it is enabled. */
  async findEnabled(clientId: string): Promise<Application | undefined> {
    const application = await this.store.find(clientId);
    return application?.isEnabled === true ? application : undefined;
  }

  /** Scopes that this application may ask for at the audience by `client_credentials`; empty when none are granted. */
  async grantedScopes(clientId: string, audience: string): Promise<readonly string[]> {
    const application = await this.findEnabled(clientId);
    if (application?.grantTypes.includes('client_credentials') !== true) return [];
    return (await this.store.grantFor(clientId, audience))?.scope ?? [];
  }

  /** Whether an enabled application registered this browser origin. */
  hasWebOrigin(origin: string): Promise<boolean> {
    return this.store.hasWebOrigin(origin);
  }
}
