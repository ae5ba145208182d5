/** What the control endpoint told the sandbox to do wrong: failures with a code, lies in ID tokens, troubled endpoints. */
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
interface Limited {
  readonly times?: number;
}

export interface Failure extends Limited, ErrorOverrides {
  readonly code: number;
  readonly at: Stage;
  readonly clientId?: string;
  /** User principal name. */
  readonly user?: string;
}

export interface TokenLie extends Limited {
  readonly lie: Lie;
  readonly clientId?: string;
}

export interface Trouble extends Limited {
  readonly endpoint: TroubledEndpoint;
  /** Only requests whose URL contains this text, for example `skiptoken`: all pages but the first. */
  readonly url?: string;
  readonly kind: TroubleKind;
  /** For `slow`: milliseconds; 2000 unless given. */
  readonly delay?: number;
  /** For `error`: 500 unless given. */
  readonly status?: number;
  /** For `error` of Graph: its code; what is usual for the status unless given. */
  readonly code?: string;
  /** For `error`: `Retry-After` in seconds. */
  readonly retryAfter?: number;
  /** For `oversized`: 16 MiB unless given. */
  readonly bytes?: number;
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
