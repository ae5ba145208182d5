import { Injectable } from '@nestjs/common';
import type { Application } from './application.js';
import { ApplicationStore } from './application.store.js';
import { ApplicationDirectory } from './application-directory.js';

/** Answers from the store each time: what was disabled a moment ago is disabled now. */
@Injectable()
export class StoredApplicationDirectory extends ApplicationDirectory {
  constructor(private readonly store: ApplicationStore) {
    super();
  }

  override async findEnabled(clientId: string): Promise<Application | undefined> {
    const application = await this.store.find(clientId);
    return application?.isEnabled === true ? application : undefined;
  }

  override async grantedScopes(clientId: string, audience: string): Promise<readonly string[]> {
    const application = await this.findEnabled(clientId);
    if (application?.grantTypes.includes('client_credentials') !== true) return [];
    return (await this.store.grantFor(clientId, audience))?.scope ?? [];
  }

  override hasWebOrigin(origin: string): Promise<boolean> {
    return this.store.hasWebOrigin(origin);
  }
}
