/** What the control endpoint told the sandbox to do wrong: failures with a code, lies in ID tokens, troubled endpoints. */
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Max, Min, MinLength } from 'class-validator';
import type { ErrorOverrides } from './aadsts.js';

export const STAGES = ['authorize', 'signed-in', 'token'] as const;
/** `authorize`: before any page. `signed-in`: once an account was chosen. `token`: at the token endpoint. */
export type Stage = (typeof STAGES)[number];

export const LIES = [
  'wrong-issuer',
  'issuer-template',
  'issuer-with-domain',
  'issuer-of-other-version',
  'issuer-slash',
  'wrong-audience',
  'audience-list',
  'wrong-nonce',
  'missing-nonce',
  'tenant-mismatch',
  'missing-tenant',
  'tenant-twice',
  'missing-object-id',
  'expired',
  'not-yet-valid',
  'algorithm-none',
  'algorithm-hs256',
  'bad-signature',
  'unknown-key',
  'consumers-key',
  'foreign-cloud-key',
] as const;
/** One thing wrong with an otherwise good ID token. */
export type Lie = (typeof LIES)[number];

export const TROUBLED_ENDPOINTS = ['discovery', 'keys', 'token', 'userinfo', 'graph'] as const;
export type TroubledEndpoint = (typeof TROUBLED_ENDPOINTS)[number];

export const TROUBLES = ['slow', 'hang', 'error', 'oversized', 'not-json', 'redirect', 'reset', 'endless'] as const;
export type TroubleKind = (typeof TROUBLES)[number];

/** Applies to the next `times` requests that match, or to all until cleared when `times` is absent. */
class Limited {
  @IsOptional() @IsInt() @Min(1) readonly times?: number;
}

export class Failure extends Limited implements ErrorOverrides {
  @IsInt() @Min(1) readonly code!: number;
  @IsIn(STAGES) readonly at!: Stage;
  @IsOptional() @IsString() readonly clientId?: string;
  /** User principal name. */
  @IsOptional() @IsString() readonly user?: string;
  @IsOptional() @IsString() readonly error?: string;
  @IsOptional() @IsIn(['page', 'redirect']) readonly answer?: 'page' | 'redirect';
  @IsOptional() @IsString() readonly suberror?: string;
  @IsOptional() @IsString() readonly claims?: string;
  @IsOptional() @IsInt() @Min(400) @Max(599) readonly status?: number;
  @IsOptional() @IsInt() @Min(0) readonly retryAfter?: number;
}

export class TokenLie extends Limited {
  @IsIn(LIES) readonly lie!: Lie;
  @IsOptional() @IsString() readonly clientId?: string;
}

export class Trouble extends Limited {
  @IsIn(TROUBLED_ENDPOINTS) readonly endpoint!: TroubledEndpoint;
  @IsIn(TROUBLES) readonly kind!: TroubleKind;
  /** Only requests whose URL contains this text, for example `skiptoken`: all pages but the first. */
  @IsOptional() @IsString() @MinLength(1) readonly url?: string;
  /** For `error` of Graph: its code; what is usual for the status unless given. */
  @IsOptional() @IsString() @MinLength(1) readonly code?: string;
  /** For `slow`: milliseconds; 2000 unless given. */
  @IsOptional() @IsInt() @Min(0) @Max(600_000) readonly delay?: number;
  /** For `error`: 500 unless given. */
  @IsOptional() @IsInt() @Min(200) @Max(599) readonly status?: number;
  /** For `error`: `Retry-After` in seconds. Graph sends fractions. */
  @IsOptional() @IsNumber() @Min(0) readonly retryAfter?: number;
  /** For `oversized`: 16 MiB unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(256 * 1024 * 1024) readonly bytes?: number;
}

/** Behaviour that Microsoft does not document, or that tenants differ in. */
export interface Switches {
  /** `max_age` forces a fresh sign-in. */
  honourMaxAge: boolean;
  /** Work accounts sign in at a federation server on a third host (`localhost`), as with AD FS. */
  federated: boolean;
  /** Graph gives no larger pages than this, whatever `$top` says. */
  graphPageSize: number;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = { honourMaxAge: false, federated: false, graphPageSize: 999 };

/** A list whose entries wear out. */
export class Countdown<Entry extends Limited> {
  private entries: { readonly entry: Entry; left: number }[] = [];

  add(entry: Entry): void {
    this.entries.push({ entry, left: entry.times ?? Number.POSITIVE_INFINITY });
  }

  /** The first entry that matches, used up by one. */
  take(matches: (entry: Entry) => boolean): Entry | undefined {
    const found = this.entries.find(({ entry }) => matches(entry));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.entries = this.entries.filter((one) => one !== found);
    return found.entry;
  }

  /** Every entry that matches, each used up by one. */
  takeAll(matches: (entry: Entry) => boolean): Entry[] {
    const taken = this.entries.filter(({ entry }) => matches(entry));
    for (const one of taken) one.left -= 1;
    this.entries = this.entries.filter((one) => one.left > 0);
    return taken.map(({ entry }) => entry);
  }

  list(): readonly Entry[] {
    return this.entries.map(({ entry }) => entry);
  }

  clear(): void {
    this.entries = [];
  }
}

export class Faults {
  readonly failures = new Countdown<Failure>();
  readonly lies = new Countdown<TokenLie>();
  readonly troubles = new Countdown<Trouble>();

  failure(at: Stage, clientId: string | undefined, user?: string): Failure | undefined {
    return this.failures.take(
      (one) => one.at === at && matchesOrAbsent(one.clientId, clientId) && matchesOrAbsent(one.user, user),
    );
  }

  liesFor(clientId: string): readonly Lie[] {
    return this.lies.takeAll((one) => matchesOrAbsent(one.clientId, clientId)).map((one) => one.lie);
  }

  trouble(endpoint: TroubledEndpoint, url: string): Trouble | undefined {
    return this.troubles.take((one) => one.endpoint === endpoint && (one.url === undefined || url.includes(one.url)));
  }

  clear(): void {
    this.failures.clear();
    this.lies.clear();
    this.troubles.clear();
  }
}

function matchesOrAbsent(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual?.toLowerCase();
}
