/** How a product takes its settings: names of the formats on the wire. */
export const SETTINGS_FORMATS = ['env', 'yaml', 'shell', 'ini', 'toml'] as const;
export type SettingsFormat = (typeof SETTINGS_FORMATS)[number];

/** Stands where the client secret goes. The hub keeps only its hash, so it could not print it if it wanted to. */
export const SECRET_PLACEHOLDER = 'REPLACE_WITH_CLIENT_SECRET';

/** What a template is filled with. Nothing of it is quoted yet: each template quotes as its format demands. */
export interface SettingsValues {
  readonly hub: ReturnType<typeof hubEndpoints>;
  readonly clientId: string;
  /** Name of the application, as somebody typed it. */
  readonly name: string;
  /** Where people reach the product, without a trailing slash. */
  readonly baseUrl: string;
  /** What the product sends as `redirect_uri`. */
  readonly callback: string;
  readonly scopes: readonly string[];
  /** Whether the application has a client secret to fill in. */
  readonly isConfidential: boolean;
  /** Where people land after signing out of the hub, where the application has registered such a URL of the product. */
  readonly logoutUrl?: string;
}

/** A product that can sign people in at the hub, and what it demands of its application there. */
export interface Product {
  /** Name in the URL. Never changes once released. */
  readonly name: string;
  readonly displayName: string;
  readonly format: SettingsFormat;
  /** Where the settings go, as the end of "Put them …". */
  readonly destination: string;
  /** What the product appends to its own address. Empty: the bare origin, without a slash. */
  readonly callbackPath: string;
  /** Address in the settings while no callback tells the real one. */
  readonly exampleUrl: string;
  /** Whether it can do without a client secret. */
  readonly worksWithoutSecret: boolean;
  /** `sent`: always or by these settings. `not sent`: it cannot, as far as we know. */
  readonly pkce: 'sent' | 'not sent';
  /** What a missing refresh token means for people; absent where the product asks for none. */
  readonly withoutRefreshToken?: string;
  /** The text to paste; ends with a line break. */
  settings(values: SettingsValues): string;
  /** What to know besides, in sentences. */
  notes(values: SettingsValues): readonly string[];
  /** What does not fit of an application, beyond what holds for every product. */
  misfits?(application: { readonly callbacks: readonly string[] }): readonly Misfit[];
}

/** What of an application does not fit a product: the field on the wire, and what to do about it. */
export interface Misfit {
  readonly field: string;
  readonly message: string;
}

/**
 * The addresses of the OpenID Provider, for products that do not read discovery. The paths are a contract that never
 * changes; they are written here a second time because applications may not import the OpenID Provider (a test compares
 * the two).
 * @param issuer without a trailing slash, byte for byte as in every token.
 */
export function hubEndpoints(issuer: string) {
  return {
    issuer,
    discovery: `${issuer}/.well-known/openid-configuration`,
    jwks: `${issuer}/.well-known/jwks.json`,
    authorization: `${issuer}/authorize`,
    token: `${issuer}/oauth/token`,
    userInfo: `${issuer}/userinfo`,
    logout: `${issuer}/oidc/logout`,
  };
}
