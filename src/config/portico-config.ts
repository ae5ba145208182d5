/** A host, with or without a port, or an address range, that upstream requests may reach although it is private. */
export type UpstreamAllowance =
  | { readonly kind: 'host'; readonly host: string; readonly port?: number }
  | { readonly kind: 'range'; readonly cidr: string };

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
