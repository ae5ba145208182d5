import type { Page, PageRequest } from '../common/page.js';

/** Kinds of events, in the dialect of the Auth0 log codes. */
export type EventType =
  /** Successful login. */
  | 's'
  /** Failed login; `details.reason` has the code. */
  | 'f'
  /** Warning: something that an operator should act on; `details.reason` says what. */
  | 'w'
  /** A trial sign-in ended; `details.outcome` says how. It is no sign-in. */
  | 'trial'
  /** Successful logout. */
  | 'slo'
  /** Successful management API change. */
  | 'sapi'
  /** Refused management API call. */
  | 'fapi'
  /** Code, refresh and client credentials exchanges. */
  | 'seacft'
  | 'feacft'
  | 'sertft'
  | 'fertft'
  | 'seccft'
  | 'feccft';

/** Something that happened, for operators. Holds no secret and no token. */
export interface HubEvent {
  readonly logId: string;
  readonly date: Date;
  readonly type: EventType;
  /** One sentence for an operator. */
  readonly description: string;
  readonly clientId?: string;
  readonly connectionId?: string;
  /** Connection name. */
  readonly connection?: string;
  readonly userId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly correlationId?: string;
  /** `reason` (stable code), `step`, upstream code and ids … */
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export type NewEvent = Omit<HubEvent, 'logId' | 'date' | 'ip' | 'userAgent' | 'correlationId' | 'details'> &
  Partial<Pick<HubEvent, 'details'>>;

export interface EventFilter {
  readonly userId?: string;
  readonly connectionId?: string;
  /** Inclusive. */
  readonly since?: Date;
  readonly type?: string;
}

/** Storage port of events. */
export abstract class EventStore {
  /**
   * Stores it: within a unit of work at its end, and not where that fails.
   * @param onStored called once it is stored.
   */
  abstract append(event: HubEvent, onStored?: () => void): Promise<void>;
  /** Appends unless there is an event with this id, in one atomic statement. @returns whether it did. */
  abstract appendOnce(event: HubEvent): Promise<boolean>;
  abstract find(logId: string): Promise<HubEvent | undefined>;
  /** Newest first; a checkpoint's `from` is a log id, exclusive. */
  abstract list(filter: EventFilter, page: PageRequest): Promise<Page<HubEvent>>;
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
