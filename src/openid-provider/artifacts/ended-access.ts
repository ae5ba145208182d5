import { Injectable } from '@nestjs/common';
import { AccessEnded } from '../../events/index.js';
import { OidcArtifactStore } from './oidc-artifact.store.js';

/** Ends sessions, grants, codes and tokens at once when a user, a connection or an application lost its access. */
@Injectable()
export class EndedAccess extends AccessEnded {
  constructor(private readonly artifacts: OidcArtifactStore) {
    super();
  }

  override async userEnded(userId: string): Promise<void> {
    await this.artifacts.removeOfAccount(userId);
  }

  override async connectionEnded(connectionId: string): Promise<void> {
    await this.artifacts.removeOfConnection(connectionId);
  }

  override async connectionEndedFor(connectionId: string, clientId: string): Promise<void> {
    await this.artifacts.removeOfConnection(connectionId, clientId);
  }

  override async applicationEnded(clientId: string): Promise<void> {
    await this.artifacts.removeOfClient(clientId);
  }
}
