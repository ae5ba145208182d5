import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { AccessEnded } from '../../events/index.js';
import { OidcArtifactStore } from './oidc-artifact.store.js';

/** Ends sessions, grants, codes and tokens at once when a user, a connection or an application loses its access. */
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

/** Ends a session and everything that was issued in it, refresh tokens included (RFC 9700, section 4.14.2). */
export async function endSession(
  { authorizations, uid }: Pick<InstanceType<Provider['Session']>, 'authorizations' | 'uid'>,
  artifacts: OidcArtifactStore,
): Promise<void> {
  for (const { grantId } of Object.values(authorizations ?? {})) {
    if (grantId !== undefined) await artifacts.removeGrant(grantId);
  }
  // Two tabs that finished at the same moment leave two ids of one session.
  await artifacts.removeByUid('Session', uid);
}
