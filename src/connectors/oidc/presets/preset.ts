/** What is particular about one product that speaks OpenID Connect, as data: nothing of it is code. */
import type { AuthorizeRequest } from '../../connector.js';

export type Prompt = NonNullable<AuthorizeRequest['prompt']>;

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
export interface IssuerShape {
  /** The one issuer that there is; used when none is given. */
  readonly only?: string;
  readonly example: string;
  readonly shape: RegExp;
  /** From what people paste (a page of the product, an endpoint) to the issuer; what it produced maps to itself. */
  readonly reductions: readonly { readonly from: RegExp; readonly to: string }[];
  /** What is no issuer of the product although it looks like one, and what to do: the end of a sentence. */
  readonly mistakes: readonly { readonly shape: RegExp; readonly remedy: string }[];
}
