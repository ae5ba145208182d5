/** How a fake OpenID Provider is set up, and who signs in there. */
import type { JsonObject } from '../connector.js';

/** Somebody who signs in at the fake upstream. Extra members become claims. */
export type FakePerson = { readonly subject: string } & JsonObject;

export interface FakeOpenIdProviderOptions {
  /** As published by discovery; may be a template such as `https://login.example/{tenantid}/v2.0`. */
  readonly issuer: string;
  /** `iss` of tokens. Default: `issuer`. */
  readonly tokenIssuer?: string;
  /** Default: the usual ones below the issuer. Absolute paths on the issuer's origin. */
  readonly paths?: {
    readonly discovery: string;
    readonly authorize: string;
    readonly token: string;
    readonly keys: string;
    /** Default: `/userinfo` below the issuer. */
    readonly userinfo?: string;
  };
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly now: () => Date;
  /** Claim that says who it is. Default: `sub`. */
  readonly subjectClaim?: string;
  /** Claims beside `iss`, `aud`, `exp`, `iat`, `nbf`, `nonce` and `sub`. Default: the person's own members. */
  readonly claims?: (person: FakePerson) => JsonObject;
  /** What UserInfo says of a person. Default: the provider has no UserInfo endpoint. */
  readonly userinfo?: (person: FakePerson) => JsonObject;
  /** Name itself in the answer (RFC 9207). Default: false. */
  readonly namesIssuer?: boolean;
  /** Seconds by which `iat` and `nbf` are dated back. Default: 0. */
  readonly datedBack?: number;
  /** Members of every published key, for example its own `issuer`. */
  readonly keyMembers?: JsonObject;
  /** Further or other members of the discovery document. */
  readonly metadata?: JsonObject;
  /** Body of an error of the token endpoint. Default: `{error, error_description}`. */
  readonly tokenError?: (error: string, description: string) => JsonObject;
}
