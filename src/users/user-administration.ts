import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { NotFoundError } from '../common/errors.js';
import { AccessEnded, EventRecorder } from '../events/index.js';
import type { ManagementToken } from '../management/index.js';
import type { User } from './user.js';
import { UserStore } from './user.store.js';

/** What the management API changes about users. Records every change; ends access where one takes it away. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly store: UserStore,
    private readonly accessEnded: AccessEnded,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
  ) {}

  /** @throws {NotFoundError} */
  async read(id: string): Promise<User> {
    return found(await this.store.find(id));
  }

  async setBlocked(id: string, blocked: boolean, actor: ManagementToken): Promise<User> {
    const known = await this.read(id);
    const isSame = known.blocked === blocked;
    const user = isSame ? known : found(await this.store.setBlocked(id, blocked, this.clock.now()));
    // After the block is stored, so that no sign-in slips in between. Repeated on every block: it may have failed.
    if (blocked) await this.accessEnded.userEnded(id);
    if (!isSame) await this.record(blocked ? 'User blocked.' : 'User unblocked.', user, actor);
    return user;
  }

  async delete(id: string, actor: ManagementToken): Promise<void> {
    const user = await this.store.find(id);
    const deleted = await this.store.delete(id);
    // Also when they are gone: a deletion that failed half-way can be repeated.
    await this.accessEnded.userEnded(id);
    if (deleted && user !== undefined) await this.record('User deleted.', user, actor);
  }

  private record(description: string, user: User, actor: ManagementToken): Promise<void> {
    return this.events.record({
      type: 'sapi',
      description,
      clientId: actor.clientId,
      userId: user.id,
      connectionId: user.identity.connectionId,
      connection: user.identity.connectionName,
    });
  }
}

function found(user: User | undefined): User {
  if (user === undefined) throw new NotFoundError('There is no user with this id.');
  return user;
}
