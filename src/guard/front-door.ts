/** A connection in front of somebody's own application: both turns of its connector, and a session in a cookie. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Connector,
  type ConnectorDefinition,
  type ConnectorRuntime,
  type JsonObject,
  type JsonValue,
  type UserProfile,
  validateOptions,
} from '../connectors/index.js';
import { SealedCookies } from './sealed-cookies.js';
import { InProcessSignInStore, type SignInStore } from './sign-in-store.js';

/** Somebody whom the upstream vouched for: recognised by issuer and subject together, and by nothing else. */
export interface SignedInPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly profile: UserProfile;
}

export interface FrontDoorOptions {
  /** Any connector, for example that of Azure AD. */
  readonly connector: ConnectorDefinition;
  /** Its options, as they would be sent to the management API. */
  readonly options: JsonObject;
  /** The full URL of a route of the application that has the same guard: registered at the upstream. */
  readonly callbackUrl: string;
  /**
   * Seals the cookies: at least 32 characters, the same in every process of the application, and of this one alone.
   * Several while it is replaced: the first one seals, what any of them sealed still counts.
   */
  readonly secret: string | readonly string[];
  /** E-mail domains of the connection, for connectors that use them. Default: none. */
  readonly domains?: readonly string[];
  /** Seconds after which the person is sent to the upstream again. Default: 28800, eight hours. */
  readonly sessionSeconds?: number;
  /**
   * Where begun sign-ins are used up. Needed where several processes share the secret, and where one must not forget
   * at a restart. Default: in the memory of this process.
   */
  readonly signInStore?: SignInStore;
  /** What the session's cookie keeps of a profile: at most some 2 KB. Default: all but groups and attributes. */
  readonly keep?: (profile: UserProfile) => UserProfile;
}

export type Reading =
  | { readonly kind: 'person'; readonly person: SignedInPerson }
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'stranger' };

const SIGN_IN_SECONDS = 600;
/** What the clocks of two processes may differ by, with a used-up sign-in still known wherever its cookie counts. */
const CLOCK_DIFFERENCE_SECONDS = 60;
/**
 * Sign-ins that one browser may have begun at the same time. Servers limit the size of all cookies together, so more
 * would lock out a person who opens many windows.
 */
const SIGN_INS_AT_ONCE = 5;
const CALLBACK_TIME = 10_000;
/** Characters of a path that fit in the cookie beside what the connector keeps. */
const RETURN_LIMIT = 1_500;

export class FrontDoor {
  private readonly connector: Connector;
  private readonly cookies: SealedCookies;
  private readonly signInStore: SignInStore;
  private readonly callbackUrl: URL;

  /** @throws {InvalidInputError} for options that the connector refuses; {TypeError} for a short secret or no URL. */
  constructor(
    name: string,
    private readonly options: FrontDoorOptions,
    private readonly runtime: Pick<ConnectorRuntime, 'fetch' | 'now' | 'logger'>,
  ) {
    const { connector, secret, domains = [] } = options;
    this.callbackUrl = new URL(options.callbackUrl);
    this.signInStore = options.signInStore ?? new InProcessSignInStore(runtime.now);
    const isSecure = this.callbackUrl.protocol === 'https:';
    const validated = validateOptions(connector, options.options);
    this.cookies = new SealedCookies({
      name,
      secrets: [secret].flat(),
      // Which application this is to the upstream, too: of another tenant or client id nobody was ever let in here.
      application: JSON.stringify([
        this.callbackUrl.href,
        connector.strategy,
        ...connector.endpointOptions.map((name) => optionOf(validated, name)),
      ]),
      isSecure,
      now: runtime.now,
    });
    this.connector = connector.create(validated, { ...runtime, connection: { name, domains } });
  }

  /** Says who is signed in, or where the browser has to go. @throws {ConnectorError} */
  async read(request: IncomingMessage & { readonly body?: unknown }, response: ServerResponse): Promise<Reading> {
    const url = new URL(pathOf(request), this.callbackUrl.origin);
    if (url.pathname === this.callbackUrl.pathname) return this.finish(request, response, url.searchParams);
    const person = await this.cookies.read(request, 'session', '');
    if (person !== undefined) return { kind: 'person', person: person as unknown as SignedInPerson };
    return isNavigation(request) ? this.begin(request, response, url) : { kind: 'stranger' };
  }

  /** Ends the session of this browser, here; not at the upstream. */
  signOut(response: ServerResponse): void {
    this.cookies.clear(response, 'session', '');
  }

  private async begin(request: IncomingMessage, response: ServerResponse, target: URL): Promise<Reading> {
    const asked = { state: randomBytes(32).toString('base64url'), callbackUrl: this.options.callbackUrl };
    const { url, checks, state = asked.state } = await this.connector.authorize(asked);
    const returnTo = returnPath(target);
    this.cookies.clearOldest(request, response, 'sign-in', SIGN_INS_AT_ONCE - 1);
    const begun = { id: randomBytes(32).toString('base64url'), at: this.runtime.now().getTime(), checks, returnTo };
    await this.cookies.set(response, 'sign-in', state, begun, SIGN_IN_SECONDS);
    return { kind: 'redirect', url };
  }

  private async finish(
    request: IncomingMessage & { readonly body?: unknown },
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<Reading> {
    const parameters = request.method === 'POST' ? formOf(request.body) : query;
    const state = parameters.get('state') ?? parameters.get('RelayState') ?? '';
    const begun = await this.cookies.read(request, 'sign-in', state);
    // Without this browser's own cookie anybody could have somebody else finish a sign-in of theirs.
    if (begun === undefined) return { kind: 'stranger' };
    this.cookies.clear(response, 'sign-in', state);
    // A copy of the cookie, kept from before it was cleared, must not get a second session.
    if (!(await this.consume(begun))) return { kind: 'stranger' };
    const identity = await this.connector.callback({
      parameters,
      state,
      callbackUrl: this.options.callbackUrl,
      checks: begun.checks as JsonObject,
      signal: AbortSignal.timeout(CALLBACK_TIME),
    });
    const { issuer, subject } = identity;
    const keep = this.options.keep ?? withoutLists;
    const profile = keep(this.connector.mapProfile(identity)) as JsonObject;
    await this.cookies.set(
      response,
      'session',
      '',
      { issuer, subject, profile },
      this.options.sessionSeconds ?? 28_800,
    );
    return { kind: 'redirect', url: this.ownUrl(String(begun.returnTo)) };
  }

  private async consume({ id, at }: JsonObject): Promise<boolean> {
    // Of a build that gave sign-ins no id: begun again, it has one.
    if (typeof id !== 'string' || typeof at !== 'number') return false;
    const until = new Date(at + (SIGN_IN_SECONDS + CLOCK_DIFFERENCE_SECONDS) * 1_000);
    return (await this.signInStore.consumeOnce(id, until)) === true;
  }

  /** The URL of a path on this site: parsing `/.//elsewhere.example` leaves a path that names another host. */
  private ownUrl(path: string): string {
    const { origin } = this.callbackUrl;
    const url = new URL(path, origin);
    return url.origin === origin ? url.href : `${origin}/`;
  }
}

function withoutLists({ groups: _groups, attributes: _attributes, ...profile }: UserProfile): UserProfile {
  return profile;
}

/** Where the person wanted to go, as far as a cookie can hold it. */
function returnPath({ pathname, search }: URL): string {
  return [pathname + search, pathname].find((path) => path.length <= RETURN_LIMIT) ?? '/';
}

function optionOf(options: object, name: string): JsonValue {
  return (Reflect.get(options, name) as JsonValue | undefined) ?? null;
}

/** Express keeps the whole path there, whatever a router took off; more than one leading slash would name a host. */
function pathOf(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '/').replace(/^[/\\]+/, '/');
}

/** A person who goes somewhere, not a script that fetches: that one gets a 401 instead of somebody's sign-in page. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  const mode = headers['sec-fetch-mode'];
  const wantsPage = (headers.accept ?? '').includes('text/html');
  return method === 'GET' && (mode === undefined ? wantsPage : mode === 'navigate');
}

function formOf(body: unknown): URLSearchParams {
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
