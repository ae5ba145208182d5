/** A sign-in that waits for the person: the request it answers and how far the person came. */
import type { Segment } from '../directory/directory.js';
import type { Platform, SeedApplication } from '../seed/seed.js';
import type { Resource, Version } from '../server/grants.js';

export type ResponseMode = 'query' | 'fragment' | 'form_post';
export type Prompt = 'none' | 'login' | 'select_account' | 'consent' | 'create' | 'admin_consent';

/** Where an answer goes; known before anything else about the request is trusted. */
export interface AnswerTarget {
  readonly version: Version;
  readonly application: SeedApplication;
  readonly redirectUri: string;
  readonly platform: Platform;
  readonly responseMode: ResponseMode;
  readonly state?: string;
}

/** An authorize request that passed all checks which need no person. */
export interface AuthorizeRequest extends AnswerTarget {
  readonly segment: Segment;
  /** Sorted members of `response_type`. */
  readonly responseTypes: ReadonlySet<string>;
  readonly scopes: readonly string[];
  readonly resource: Resource;
  readonly nonce?: string;
  readonly prompt?: Prompt;
  readonly loginHint?: string;
  readonly domainHint?: string;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
  /** Seconds. */
  readonly maxAge?: number;
  readonly wantsClientInfo: boolean;
}

/** Someone who has shown who they are, in this sign-in or earlier in the session. */
export interface ChosenAccount {
  readonly address: string;
  readonly signedInAt: Date;
  readonly methods: readonly string[];
}

export interface PendingSignIn {
  readonly handle: string;
  readonly request: AuthorizeRequest;
  readonly expires: Date;
  readonly clientRequestId?: string;
  account: ChosenAccount | undefined;
  hasConsented: boolean;
}
