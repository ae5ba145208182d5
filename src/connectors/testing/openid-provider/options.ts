/** How the OpenID Provider of a test is set up. */
import type { JsonObject } from '../../connector.js';
import type { FakePerson } from '../upstream/fake-token-endpoint.js';

export interface OpenIdProviderSetup {
  /** Default: `https://upstream.example`. May have a path. */
  readonly issuer?: string;
  /** Default: `hub`. */
  readonly clientId?: string;
  /** Default: one that occurs nowhere else. */
  readonly clientSecret?: string;
  /**
   * Further metadata of the hub's registration, by their standard names (OpenID Connect Dynamic Client Registration
   * 1.0, section 2): `token_endpoint_auth_method` (default `client_secret_basic`), `id_token_signed_response_alg`
   * (`RS256` or `PS256`), `jwks`.
   */
  readonly client?: JsonObject;
  /** Demand PKCE. Default: true. */
  readonly pkce?: boolean;
  /** Where the person's claims beside `sub` are told. Default: in both. */
  readonly claimsIn?: 'id_token' | 'userinfo' | 'both';
}

/** What a connector must be told of the provider: the material of its options. */
export interface OpenIdProviderFacts {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type CompleteSetup = Required<OpenIdProviderSetup> & {
  readonly redirectUris: readonly string[];
  /** Who can sign in, by subject. */
  readonly people: Map<string, FakePerson>;
};

/** A secret is looked for in logs and answers: so it must be like nothing else. */
const SECRET = 'canary-client-secret-0f6c1c9e5b7a4d21';

export function completed(
  setup: OpenIdProviderSetup,
  redirectUris: readonly string[],
  people: readonly FakePerson[] = [],
): CompleteSetup {
  return {
    issuer: 'https://upstream.example',
    clientId: 'hub',
    clientSecret: SECRET,
    client: {},
    pkce: true,
    claimsIn: 'both',
    ...setup,
    redirectUris,
    people: new Map(people.map((person) => [person.subject, person])),
  };
}

export function factsOf({ issuer, clientId, clientSecret }: CompleteSetup): OpenIdProviderFacts {
  return { issuer, clientId, clientSecret, discoveryUrl: `${issuer}/.well-known/openid-configuration` };
}
