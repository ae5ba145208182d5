/** What the sandbox remembers about a sign-in: sessions, codes, refresh tokens, access tokens. All in memory. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Platform, SeedApplication } from '../seed/seed.js';
import type { Segment, User } from './directory.js';

export type Version = 1 | 2;

/** One person's permission for one application, made at authorize and carried by everything issued later. */
export interface Grant {
  readonly version: Version;
  readonly application: SeedApplication;
  readonly user: User;
  readonly segment: Segment;
  readonly redirectUri: string;
  readonly platform: Platform;
  /** Scopes as asked, OpenID Connect's own included. */
  readonly scopes: readonly string[];
  readonly resource: Resource;
  readonly nonce?: string;
  readonly wantsClientInfo: boolean;
  readonly signedInAt: Date;
  readonly methods: readonly string[];
  readonly sessionId: string;
}

/** An API that access tokens are for. */
export interface Resource {
  readonly id: string;
  readonly isGraph: boolean;
  /** Version of the access tokens it wants: its registration decides, not the endpoint. */
  readonly tokenVersion: Version;
}

export interface CodeRecord {
  readonly grant: Grant;
  readonly expires: Date;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
  isRedeemed: boolean;
}

export interface RefreshRecord {
  readonly grant: Grant;
  readonly expires: Date;
}

export interface AccessRecord {
  readonly clientId: string;
  /** Absent for tokens of the application itself. */
  readonly user?: User;
  readonly tenantId: string;
  /** Delegated permissions. */
  readonly scopes: readonly string[];
  /** Permissions of the application itself. */
  readonly roles: readonly string[];
  readonly isGraph: boolean;
  readonly expires: Date;
}

/** One browser's sessions at the sandbox. */
export interface BrowserSession {
  readonly id: string;
  accounts: readonly SessionAccount[];
  /** Applications signed in to, for front-channel logout. */
  applications: readonly SeedApplication[];
}

export interface SessionAccount {
  /** Address at the account's home. */
  readonly address: string;
  readonly signedInAt: Date;
  readonly methods: readonly string[];
}

export class GrantStore {
  readonly codes = new Map<string, CodeRecord>();
  readonly refreshTokens = new Map<string, RefreshRecord>();
  readonly accessTokens = new Map<string, AccessRecord>();
  readonly sessions = new Map<string, BrowserSession>();

  newSession(): { handle: string; session: BrowserSession } {
    const handle = randomBytes(32).toString('base64url');
    const session = { id: randomUUID(), accounts: [], applications: [] };
    this.sessions.set(handle, session);
    return { handle, session };
  }

  addCode(record: CodeRecord): string {
    const code = opaque('1.AX');
    this.codes.set(digest(code), record);
    return code;
  }

  code(code: string): CodeRecord | undefined {
    return this.codes.get(digest(code));
  }

  addRefreshToken(record: RefreshRecord): string {
    const token = opaque('1.AR');
    this.refreshTokens.set(digest(token), record);
    return token;
  }

  refreshToken(token: string): RefreshRecord | undefined {
    return this.refreshTokens.get(digest(token));
  }

  addAccessToken(token: string, record: AccessRecord): void {
    this.accessTokens.set(digest(token), record);
  }

  accessToken(token: string): AccessRecord | undefined {
    return this.accessTokens.get(digest(token));
  }

  clear(): void {
    this.codes.clear();
    this.refreshTokens.clear();
    this.accessTokens.clear();
    this.sessions.clear();
  }
}

/** Microsoft's codes and refresh tokens exceed a kilobyte; receivers must not assume short ones. */
function opaque(prefix: string): string {
  return `${prefix}${randomBytes(30).toString('base64url')}.${randomBytes(780).toString('base64url')}`;
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

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
