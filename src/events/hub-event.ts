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
