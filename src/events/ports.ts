import type { Page, PageRequest } from '../common/page.js';
import type { HubEvent } from './hub-event.js';

export interface EventFilter {
  readonly userId?: string;
  readonly connectionId?: string;
  /** Inclusive. */
  readonly since?: Date;
  readonly type?: string;
}

/** Storage port of events. */
export abstract class EventStore {
  abstract append(event: HubEvent): Promise<void>;
  /** Appends unless there is an event with this id, in one atomic statement. @returns whether it did. */
  abstract appendOnce(event: HubEvent): Promise<boolean>;
  abstract find(logId: string): Promise<HubEvent | undefined>;
  /** Newest first; a checkpoint's `from` is a log id, exclusive. */
  abstract list(filter: EventFilter, page: PageRequest): Promise<Page<HubEvent>>;
  /** Removes events older than `before`. @returns how many. */
  abstract removeBefore(before: Date): Promise<number>;
}

/**
 * Port: somebody or something lost its access. Features that own users, connections and applications call it; the
 * OpenID Provider ends sessions, grants and tokens at once. Idempotent.
 */
export abstract class AccessEnded {
  abstract userEnded(userId: string): Promise<void>;
  /** Sessions and tokens of everybody who signed in through the connection. */
  abstract connectionEnded(connectionId: string): Promise<void>;
  /** One application may no longer use the connection: its tokens of whoever came that way. Sessions go on for others. */
  abstract connectionEndedFor(connectionId: string, clientId: string): Promise<void>;
  abstract applicationEnded(clientId: string): Promise<void>;
}
