/** The products that have a preset. Each has a section of the same name in the README. */
import type { AuthorizeRequest } from '../../connector.js';

const okta: Preset = {
  name: 'okta',
  displayName: 'Okta',
  issuer: {
    example: 'https://acme.okta.com or https://acme.okta.com/oauth2/default',
    shape: /^https?:\/\/[^/]+(?:\/oauth2\/[\w-]+)?$/,
    reductions: [
      // Endpoints of the org authorization server, then those of a custom one; pages of the end-user dashboard.
      { from: /^(https?:\/\/[^/]+)\/oauth2\/v1(?:\/.*)?$/, to: '$1' },
      { from: /^(https?:\/\/[^/]+\/oauth2\/[\w-]+)(?:\/.*)?$/, to: '$1' },
      { from: /^(https?:\/\/[^/]+)(?:\/|\/(?:app|login|signin|enduser)\/.*)$/, to: '$1' },
    ],
    mistakes: [
      {
        shape: /^https?:\/\/[^/.]+-admin\.(?:okta|oktapreview|okta-emea|okta-gov)\.com/,
        remedy: 'is the address of the admin console: leave out "-admin"',
      },
    ],
  },
  // In the code flow Okta's ID token is "thin": most of the profile, and groups, are at the UserInfo endpoint.
  defaults: { fetchUserInfo: true, assertionAudience: 'token_endpoint' },
  prompts: { select_account: 'login' },
};

const googleWorkspace: Preset = {
  name: 'google-workspace',
  displayName: 'Google Workspace',
  issuer: {
    only: 'https://accounts.google.com',
    example: 'https://accounts.google.com',
    shape: /^https:\/\/accounts\.google\.com$/,
    reductions: [{ from: /^https:\/\/accounts\.google\.com\/.*$/, to: 'https://accounts.google.com' }],
    mistakes: [],
  },
  defaults: {},
  // Documented are none, consent and select_account: nothing makes Google ask for the password again.
  prompts: { login: null },
  maxAgeParameters: { claims: '{"id_token":{"auth_time":{"essential":true}}}' },
  hostedDomain: { claim: 'hd', parameter: 'hd' },
};

const auth0: Preset = {
  name: 'auth0',
  displayName: 'Auth0',
  issuer: {
    example: 'https://acme.eu.auth0.com/',
    // The one product here whose issuer ends in a slash.
    shape: /^https?:\/\/[^/]+\/$/,
    reductions: [{ from: /^(https?:\/\/[^/]+)(?:\/.*)?$/, to: '$1/' }],
    mistakes: [
      {
        shape: /^https?:\/\/manage\.(?:[\w-]+\.)?auth0\.com/,
        remedy: 'is the dashboard: give the Domain that the settings of the application show',
      },
    ],
  },
  defaults: {},
};

const keycloak: Preset = {
  name: 'keycloak',
  displayName: 'Keycloak',
  issuer: {
    example: 'https://sso.acme.com/realms/acme',
    shape: /^https?:\/\/[^/]+(?:\/[^#]+)?\/realms\/[^/]+$/,
    reductions: [
      // Endpoints and the account console, then the admin console, which names the realm behind the hash.
      { from: /^(https?:\/\/[^#]*?\/realms\/[^/#]+)\/.*$/, to: '$1' },
      { from: /^(https?:\/\/[^#]*?)\/admin\/[^/]+\/console\/#\/([^/]+)(?:\/.*)?$/, to: '$1/realms/$2' },
    ],
    mistakes: [
      {
        shape: /\/admin\/(?![^/]+\/console\/#\/[^/])/,
        remedy: 'is the admin console: the issuer is the address of the realm, as under Realm settings, Endpoints',
      },
    ],
  },
  defaults: {},
};

const pingFederate: Preset = {
  name: 'ping-federate',
  displayName: 'PingFederate',
  issuer: {
    example: 'https://sso.acme.com:9031',
    shape: /^https?:\/\/[^/]+(?:\/[\w~.-]+)*$/,
    reductions: [{ from: /^(https?:\/\/[^/]+)\/(?:(?:as|idp|pf)\/.*)?$/, to: '$1' }],
    mistakes: [
      {
        shape: /^https?:\/\/[^/]+:9999(?:\/|$)/,
        remedy: 'has the port of the administrative console: the issuer is the Base URL of the runtime engine',
      },
    ],
  },
  // Unless the policy says otherwise, claims of a profile are delivered at the UserInfo endpoint.
  defaults: { fetchUserInfo: true },
};

const adfs: Preset = {
  name: 'adfs',
  displayName: 'AD FS',
  issuer: {
    example: 'https://sts.acme.com/adfs',
    shape: /^https?:\/\/[^/]+\/adfs$/,
    reductions: [{ from: /^(https?:\/\/[^/]+)(?:\/?|\/adfs\/.*)$/i, to: '$1/adfs' }],
    mistakes: [
      {
        shape: /^https?:\/\/[^/]+\/adfs\/services\/trust/i,
        remedy: 'is the identifier for SAML and WS-Federation: give the address that ends in /adfs',
      },
    ],
  },
  // UserInfo holds nothing but `sub`. Further claims come in the ID token by this scope, and then only in a posted form.
  defaults: { scopes: ['openid', 'profile', 'email', 'allatclaims'], assertionAudience: 'token_endpoint' },
  parameters: { response_mode: 'form_post' },
  prompts: { select_account: 'login' },
  substitutes: { preferred_username: 'upn', name: 'unique_name' },
};

export const presets: readonly Preset[] = [okta, googleWorkspace, auth0, keycloak, pingFederate, adfs];

export const presetNames: readonly string[] = presets.map(({ name }) => name);

/** The preset of options that may not be validated yet. */
export function presetOf({ preset }: { readonly preset?: unknown }): Preset | undefined {
  return presets.find(({ name }) => name === preset);
}

export type Prompt = NonNullable<AuthorizeRequest['prompt']>;

/** The particulars of one product that speaks OpenID Connect, as data: nothing of it is code. */
export interface Preset {
  /** As in the option `preset`. */
  readonly name: string;
  readonly displayName: string;
  readonly issuer: IssuerShape;
  /** Values of options that the operator leaves open. Absent: the general default. */
  readonly defaults: {
    readonly scopes?: readonly string[];
    readonly fetchUserInfo?: boolean;
    readonly requireAuthTime?: boolean;
    readonly assertionAudience?: AssertionAudience;
  };
  /** Added to every authorization request, unless `upstream_params` says otherwise. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Added when an application limits the age of a sign-in, because `max_age` alone has no effect here. */
  readonly maxAgeParameters?: Readonly<Record<string, string>>;
  /** Prompts that the product does not know, and what comes closest without asking for less; `null`: nothing does. */
  readonly prompts?: Readonly<Partial<Record<Prompt, Prompt | null>>>;
  /** A claim that names the organization of the account, with the parameter that narrows the account picker. */
  readonly hostedDomain?: { readonly claim: string; readonly parameter: string };
  /** Claims that stand in for a missing one of a profile, by the name of the standard claim. Never for `email`. */
  readonly substitutes?: Readonly<Record<string, string>>;
}

/** To whom a client assertion is addressed: see `clientAssertion`. */
export type AssertionAudience = 'issuer' | 'token_endpoint';

/** What the product's issuers look like. */
interface IssuerShape {
  /** The one issuer that there is; used when none is given. */
  readonly only?: string;
  readonly example: string;
  readonly shape: RegExp;
  /** From what people paste (a page of the product, an endpoint) to the issuer; what it produced maps to itself. */
  readonly reductions: readonly { readonly from: RegExp; readonly to: string }[];
  /** What is no issuer of the product although it looks like one, and what to do: the end of a sentence. */
  readonly mistakes: readonly { readonly shape: RegExp; readonly remedy: string }[];
}
