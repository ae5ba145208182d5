import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Clock } from '../../common/clock.js';
import { isPastAbsoluteEnd } from '../protocol/lifetimes.js';
import { noteGrantOf } from './derived-grants.js';
import type { OidcArtifactStore, StoredArtifact } from './oidc-artifact.store.js';

/** What the library asks of storage, over the hub's own port. One for each kind (`model`). */
export class ArtifactAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly store: OidcArtifactStore,
    private readonly clock: Clock,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const now = this.clock.now();
    const { grantId, uid, sessionUid, expiresWithSession, accountId, clientId } = payload;
    await this.store.save(
      {
        model: this.model,
        id,
        payload: { ...payload },
        // An interaction only remembers the grant of its session: it must not end with it while a person signs in.
        ...(grantId !== undefined && this.model !== 'Interaction' && { grantId }),
        ...(uid !== undefined && { uid }),
        ...(sessionUid !== undefined && expiresWithSession === true && { sessionUid }),
        ...(accountId !== undefined && { accountId }),
        ...(clientId !== undefined && { clientId }),
        ...(expiresIn !== undefined && { expiresAt: new Date(now.getTime() + expiresIn * 1000) }),
      },
      now,
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const now = this.clock.now();
    return this.forLibrary(await this.store.find(this.model, id, now), now);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const now = this.clock.now();
    return this.forLibrary(await this.store.findByUid(this.model, uid, now), now);
  }

  /** There is no device flow. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /**
   * Of many at once one goes on. Whoever comes second holds something that was used before: RFC 6749, section 4.1.2,
   * and RFC 9700, section 4.14.2, end everything that the first use gave.
   */
  async consume(id: string): Promise<void> {
    if (await this.store.consume(this.model, id, this.clock.now())) return;
    const found = await this.find(id);
    if (found?.grantId !== undefined) await this.store.removeGrant(found.grantId);
    throw new errors.InvalidGrant(`${this.model} was consumed by another request at the same time`);
  }

  async destroy(id: string): Promise<void> {
    await this.store.remove(this.model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.store.removeOfGrant(this.model, grantId);
  }

  private forLibrary(found: StoredArtifact | undefined, now: Date): AdapterPayload | undefined {
    if (found === undefined || (this.model === 'Session' && isPastAbsoluteEnd(found.payload, now))) return undefined;
    const payload: AdapterPayload = { ...found.payload, ...(found.consumed && { consumed: true }) };
    noteGrantOf(payload);
    return payload;
  }
}
