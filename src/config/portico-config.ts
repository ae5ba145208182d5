/** A host, with or without a port, or an address range, that upstream requests may reach although it is private. */
export type UpstreamAllowance =
  | { readonly kind: 'host'; readonly host: string; readonly port?: number }
  | { readonly kind: 'range'; readonly cidr: string };

/** Requests a minute at each surface; an absent one is not limited. */
export interface RateLimits {
  /** `/authorize` and the pages of the universal login, for each address. */
  readonly login?: number;
  /** `/oauth/…` and `/userinfo`, for each address, and for each application once it has proved who it is. */
  readonly token?: number;
  /** The management API, for each client. */
  readonly management?: number;
}

/** Why these: docs/decisions/2026-11-21-rate-limits.md. */
export const DEFAULT_RATE_LIMITS: Required<RateLimits> = Object.freeze({ login: 3000, token: 6000, management: 3000 });

const LOOPBACK_ONLY: readonly string[] = Object.freeze(['loopback']);

/** The hub's configuration: everything the environment says, checked and frozen. */
export class PorticoConfig {
  /** Public base URL, no trailing slash; the same byte for byte wherever it is published. */
  readonly issuer!: string;
  readonly port!: number;
  readonly host!: string;
  readonly dataDir!: string;
  /** `postgres://…`, password included: never to be shown. Absent: the embedded database in `dataDir`. */
  readonly databaseUrl?: string;
  /** Master keys for secrets at rest, 32 bytes each; the first one writes. Absent: generated into `dataDir`. */
  readonly secretKeys?: readonly Buffer[];
  readonly managementClient?: { readonly id: string; readonly secret: string };
  /** Connector packages or files to load. */
  readonly connectors!: readonly string[];
  /** Proxies whose forwarded headers count: addresses, CIDR ranges, or `loopback`. */
  readonly trustProxy!: readonly string[];
  readonly upstreamAllow!: readonly UpstreamAllowance[];
  /** Whether a browser goes straight to the connection that somebody was last signed in through with it. */
  readonly rememberConnection: boolean = false;
  /** Requests a minute, for each address or client. */
  readonly rateLimits: RateLimits = DEFAULT_RATE_LIMITS;
  /** Who may read `/metrics` by connecting directly: addresses, CIDR ranges, or `loopback`. Empty: nobody. */
  readonly metricsReaders: readonly string[] = LOOPBACK_ONLY;
  readonly logLevel!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** `NODE_ENV=production`. */
  readonly production!: boolean;

  /** Whether cookies are `Secure` and carry the `__Host-` or `__Secure-` prefix. */
  get secureCookies(): boolean {
    return this.issuer.startsWith('https:');
  }

  /** Audience of management API tokens. */
  get managementAudience(): string {
    return `${this.issuer}/api/v2/`;
  }
}
