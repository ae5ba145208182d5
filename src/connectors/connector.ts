/**
 * THE plug. A login at an upstream is one conversation with two turns: send the browser away (`authorize`),
 * read what it brings back (`callback`); then a pure mapping (`mapProfile`).
 *
 * The hub owns everything with state: correlation, storage, single use, expiry, binding to the browser, pages,
 * users, sessions. A connector translates between the hub's vocabulary and one protocol dialect, and keeps
 * nothing between calls but caches of public upstream documents.
 */
import { marked } from './connector-mark.js';

export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** A kind of upstream the hub can talk to, such as Azure AD. What a connector package exports. */
export interface ConnectorDefinition<Options extends object = object> {
  /** Version of this interface that the connector was written for. */
  readonly interfaceVersion: 1;
  /** Name stored with every connection of this kind: lower case, digits, dashes. Never changes once released. */
  readonly strategy: string;
  /** Other names accepted for `strategy` on input. Never stored, never answered. */
  readonly aliases?: readonly string[];
  /** Name shown to administrators. */
  readonly displayName: string;
  /** Protocol family, for example `oidc`. For display only. */
  readonly protocol: string;
  /** An https URL of a logo, shown to administrators. */
  readonly icon?: string;
  /** The administrator's set-up guide (Markdown); `{{callback_url}}` in it is replaced by the connection's. */
  readonly guide?: URL;
  /**
   * A class-validator class. It validates and completes a connection's options, and publishes their JSON Schema.
   * Normalisation (aliases, pasted URLs) happens in its class-transformer decorators. No I/O. Unknown keys are refused.
   */
  readonly options: new () => Options;
  /** Options that are credentials: encrypted at rest, never returned, kept when an update omits them. */
  readonly secrets: readonly string[];
  /**
   * Options that say which upstream and which registration is spoken to. Changing one demands the secrets again
   * (else they could be sent somewhere else), and refuses logins begun before the change.
   */
  readonly endpointOptions: readonly string[];
  /** Options that decide which subject a person has. Fixed once somebody has signed in: a change would make everybody a second user. Absent: none. */
  readonly identityOptions?: readonly string[];
  /**
   * Counts changes after which options stored before have to be rewritten: 1, 2 … Absent: 1. Stored with every
   * connection; one stored by a later version than this is refused, and not touched.
   */
  readonly optionsVersion?: number;
  /**
   * Options and secrets as the version `from` stored them, in the form of `optionsVersion`. Called for every version
   * before this one, when a connection is read. Pure: no I/O, no clock, nothing random; what it is given stays as it
   * is. Demanded from version 2 on.
   */
  migrateOptions?(options: JsonObject, from: number): JsonObject;
  /** Which optional abilities a connection of this kind can have, depending on its options. Absent: none. */
  readonly abilities?: readonly AbilityName[];
  /** Accepted options that have no effect here, as sentences for the operator. Pure. Absent: none. */
  warnings?(options: Options): readonly string[];
  /** An e-mail domain that follows from the options themselves, for example a tenant's. Pure. Absent: none. */
  primaryDomain?(options: Options): string | undefined;
  /**
   * Explains one of the upstream's own error codes, as typed by a person whose login failed on the upstream's page.
   * Undefined for a code that is not this upstream's. Pure.
   */
  explainError?(code: string): ErrorExplanation | undefined;
  /**
   * The connector's public sentences in other languages. English is the `publicMessage` that comes with each key;
   * it is shown wherever a language or a key is missing here. Absent: English only.
   */
  readonly messages?: ConnectorMessages;
  /** Makes a connector for one connection. Must do no I/O: an unreachable upstream must not stop the hub. */
  create(options: Options, runtime: ConnectorRuntime): Connector;
}

/** Sentences by language (BCP 47 tag in lower case, such as `de`), then by message key. Plain text. */
export type ConnectorMessages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An optional ability, as a definition declares it and the management API names it. */
export type AbilityName = 'admin_consent' | 'check' | 'directory_search';

/** Who must act on an upstream's error, and what to do: a public sentence, with its key in the connector's catalogue. */
export interface ErrorExplanation {
  /** The code as the upstream writes it, found in what was typed or pasted. */
  readonly code: string;
  readonly actor: 'person' | 'tenant-administrator' | 'operator';
  readonly messageKey: string;
  readonly publicMessage: string;
}

/** Speaks to one upstream on behalf of one connection. Shared by all its logins, so it must keep no per-login state. */
export interface Connector {
  /**
   * Turn one: where to send the browser, and what `callback` will need to trust the answer.
   * @throws {ConnectorError} when the upstream cannot be reached or the request cannot be honoured.
   */
  authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect>;
  /**
   * Turn two: verify the answer and say who signed in. Resolves only for a fully verified answer.
   * @throws {ConnectorError} in every other case, and nothing else.
   */
  callback(response: CallbackResponse): Promise<UpstreamIdentity>;
  /** The hub's view of a verified identity. Pure: same input, same output; no I/O, no clock. */
  mapProfile(identity: UpstreamIdentity): UserProfile;
}

/** What the hub asks the upstream for. */
export interface AuthorizeRequest {
  /** Unguessable value (at least 128 bits) that the upstream must echo: `state` in OAuth, `RelayState` in SAML. */
  readonly state: string;
  /** Redirect URI (OAuth) or assertion consumer service URL (SAML). Use it byte for byte. */
  readonly callbackUrl: string;
  /** OIDC meaning (OpenID Connect Core 1.0, section 3.1.2.1). */
  readonly prompt?: 'none' | 'login' | 'consent' | 'select_account';
  /** What the person typed, or the application hinted. Never proof of anything. */
  readonly loginHint?: string;
  /** Seconds, as in OpenID Connect Core 1.0, section 3.1.2.1. A connector that cannot honour it must fail, not ignore it. */
  readonly maxAge?: number;
  /** BCP 47 language tags in order of preference. */
  readonly uiLocales?: readonly string[];
  /** Present in a trial or a trace. */
  readonly observer?: SignInObserver;
}

export interface AuthorizeRedirect {
  /** Where the browser goes, by GET. */
  readonly url: string;
  /**
   * Nonce, code verifier, request id …: what the answer is verified against. Kept on the server, tied to this
   * browser, given back once, then destroyed. Survives a JSON round trip.
   */
  readonly checks: JsonObject;
  /** Only if the connector cannot carry `request.state`: the value the upstream will echo instead. */
  readonly state?: string;
}

/** What the browser brought back. The hub has already matched state, browser, expiry and single use. */
export interface CallbackResponse {
  /** All parameters of the answer, from the query (GET) or the form (POST, `form_post`). */
  readonly parameters: URLSearchParams;
  /** The same URL that `authorize` was given. */
  readonly callbackUrl: string;
  /** The state that was sent. */
  readonly state: string;
  /** What `authorize` asked to keep. */
  readonly checks: JsonObject;
  /** Aborts when the callback's time is up: everything it waits for fits in 10 seconds. */
  readonly signal: AbortSignal;
  /** Present in a trial or a trace. */
  readonly observer?: SignInObserver;
}

/**
 * Hears of each stage of one sign-in: how a trial reports where it got to, and how an author sees what happens. It
 * changes nothing, and never throws. Stages by name: `discovery`, `authorize`, `callback`, `token`, `signature`,
 * `claims`, `userinfo`, and those of the connector's own, such as `graph`. A connector may leave stages out.
 */
export interface SignInObserver {
  /** @param detail public facts: never a secret, a token, a code. */
  passed(stage: string, detail?: JsonObject): void;
  /**
   * What went well and yet deserves an administrator's attention.
   * @param message a sentence in English. @param messageKey its key in the connector's catalogues of other languages.
   */
  warned(stage: string, message: string, messageKey?: string): void;
}

/** Who signed in, as vouched for by the upstream. */
export interface UpstreamIdentity {
  /** OIDC `iss` in canonical form, or SAML entity ID. With `subject` the only key for recognising a returning person. */
  readonly issuer: string;
  /** Stable and never reassigned. Not an e-mail address, not a user principal name. */
  readonly subject: string;
  /** Verified claims or attributes as received. No tokens. */
  readonly claims: JsonObject;
  readonly authentication?: {
    readonly time?: Date;
    readonly acr?: string;
    readonly amr?: readonly string[];
  };
}

/** Why an e-mail address may be believed. */
export type EmailEvidence =
  /** The upstream proves control of the mailbox and is entitled to speak for its domain. */
  | 'upstream'
  /** The operator chose to trust this connection: believed only for the connection's own domains. */
  | 'operator';

/** A person's profile as the hub stores it. Absent members are unknown, not empty. */
export interface UserProfile {
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly nickname?: string;
  readonly preferredUsername?: string;
  readonly email?: string;
  /** Absent: unverified. The hub never believes an address whose domain belongs to another connection, whatever this says. */
  readonly emailEvidence?: EmailEvidence;
  readonly picture?: string;
  readonly locale?: string;
  /** Absent: unknown, which never means "no groups". */
  readonly groups?: readonly string[];
  /** What the operator chose to keep beyond these, under the upstream's own names. For administrators; no claim of a token. */
  readonly attributes?: JsonObject;
}

/** What the hub lends a connector; tests lend fakes. */
export interface ConnectorRuntime {
  /** The only way out: address guard, no redirects, time and size limits. Throws `OutboundError` from `common/outbound`, or any Error. */
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly logger: ConnectorLogger;
  /** What a connector may know of the connection around its options. */
  readonly connection: {
    readonly name: string;
    /** E-mail domains of the connection, the primary one first, in canonical A-label form. */
    readonly domains: readonly string[];
  };
}

export interface ConnectorLogger {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** Marks an object as a connector definition and lets the compiler check that `secrets` and `endpointOptions` are options. */
export function defineConnector<Options extends object>(
  definition: ConnectorDefinition<Options> & {
    readonly secrets: readonly (keyof Options & string)[];
    readonly endpointOptions: readonly (keyof Options & string)[];
    readonly identityOptions?: readonly (keyof Options & string)[];
  },
): ConnectorDefinition<Options> {
  return marked<ConnectorDefinition<Options>>(definition);
}
