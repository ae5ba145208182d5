/**
 * The options of a generic OpenID Connect connection. The decorators normalise (pasted URLs, keys, spellings), validate,
 * and publish the JSON Schema; the README's table is generated from it. What a preset decides is not filled in here
 * (see `settingsOf`), so that another preset brings its own. No I/O. Reading what was stored changes nothing.
 */
import { ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { OneOf, Option, type RawInput, Satisfies, YesOrNo } from '../option.js';
import { textProblem } from '../option-values.js';
import { type AttributeMap, attributeMapProblem } from './options/attribute-map.js';
import { ClientOptions } from './options/client-options.js';
import { issuerProblem, readIssuer } from './options/issuer.js';
import { type AssertionAudience, type Preset, presetNames, presetOf } from './options/presets.js';
import {
  hostedDomainsProblem,
  pkceProblem,
  presetProblem,
  readAlgorithm,
  readHostedDomains,
  readScopes,
  scopesProblem,
  signatureProblem,
  upstreamParamsProblem,
} from './options/rules.js';
import { signatureAlgorithms } from './protocol/keys.js';
import { type UpstreamParameters, upstreamParamsWarnings } from './protocol/upstream-params.js';

const texts = { type: 'array', items: { type: 'string' } } as const;

@JSONSchema({ title: 'OpenID Connect', additionalProperties: false })
export class OidcOptions extends ClientOptions {
  @OneOf(presetNames, {
    description: 'What the upstream is, for its shape of issuer and its quirks. Left out: any OpenID Provider.',
  })
  @Satisfies('isPresetComplete', presetProblem)
  readonly preset?: string;

  @ValidateIf((options: RawInput) => presetOf(options)?.issuer.only === undefined || options.issuer !== undefined)
  @Option({
    description:
      'The issuer, byte for byte as its discovery document names it, or the URL of that document. Required unless the ' +
      'preset has only one.',
    required: true,
    aliases: ['discovery_url'],
    read: readIssuer,
    schema: { type: 'string', maxLength: 512, examples: ['https://login.acme.com'] },
  })
  @Satisfies('isIssuer', issuerProblem)
  readonly issuer!: string;

  @Option({
    description:
      'Scopes asked for, as an array or separated by spaces; `openid` is always among them. Default: `openid profile ' +
      'email`, or those of the preset.',
    aliases: ['scope'],
    read: readScopes,
    schema: { ...texts, maxItems: 100 },
  })
  @Satisfies('isScope', scopesProblem)
  readonly scopes?: readonly string[];

  @OneOf(['S256', 'off'], {
    description: 'PKCE towards the upstream. `off` only for one that refuses the parameters.',
    default: 'S256',
  })
  @Satisfies('isPkceAtHand', pkceProblem)
  readonly pkce!: 'S256' | 'off';

  @Option({
    description: 'The one algorithm that ID tokens may be signed with. Never `none`, never one with a shared secret.',
    default: 'RS256',
    aliases: ['id_token_signed_response_algs'],
    read: readAlgorithm,
    schema: { type: 'string', enum: [...signatureAlgorithms] },
  })
  @Satisfies('isSignatureAlgorithm', signatureProblem)
  readonly id_token_signed_response_alg!: string;

  @OneOf(
    ['login', 'consent', 'select_account'],
    {
      description: 'What the upstream asks the person when the application asks for nothing particular.',
    },
    'login, consent or select_account (none would refuse everybody who has no session yet)',
  )
  readonly prompt?: 'login' | 'consent' | 'select_account';

  @Option({
    description:
      'Further parameters of the authorization request: fixed (`{"value": "…"}`) or taken from the ' +
      'application\'s request (`{"alias": "login_hint"}`).',
    schema: { type: 'object', additionalProperties: { type: 'object' } },
  })
  @Satisfies('isUpstreamParams', upstreamParamsProblem)
  readonly upstream_params?: UpstreamParameters;

  @Option({
    description:
      'Which claims fill which fields of the profile, such as `{"upn": "preferred_username"}`. An address from another ' +
      'claim than `email` is never verified.',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  })
  @Satisfies('isAttributeMap', attributeMapProblem)
  readonly attribute_map?: AttributeMap;

  @Option({
    description:
      "Claim that lists the person's groups; a dot leads into an object (`realm_access.roles`). Left out, or missing in " +
      'a token: groups are unknown, which is not the same as none.',
    schema: { type: 'string', maxLength: 200, examples: ['groups'] },
  })
  @Satisfies('isClaimName', (value) => textProblem(value, 200))
  readonly groups_claim?: string;

  @YesOrNo({
    description:
      'Believe `email_verified` where the upstream says `true`: for addresses of the connection’s own domains, and for a ' +
      "connection without domains for every domain that is no other connection's.",
    default: false,
  })
  readonly trust_email_verified!: boolean;

  @YesOrNo({
    description:
      'Ask the UserInfo endpoint for claims that the ID token leaves out. A failure there refuses the login. Default: ' +
      '`false`, or what the preset demands.',
  })
  readonly fetch_userinfo?: boolean;

  @YesOrNo({
    description:
      'Where an application limits the age of a sign-in: refuse an ID token without `auth_time`, which OpenID Connect ' +
      'demands then. `false` asks the person anew instead (`prompt=login`). Default: `true`, or what the preset demands.',
  })
  readonly require_auth_time?: boolean;

  @Option({
    description:
      'With the preset `google-workspace`: domains of the organizations whose people may sign in, the primary domain of ' +
      'each as Google names it (`hd`), or `["*"]` for any organization.',
    read: readHostedDomains,
    schema: { ...texts, maxItems: 1000 },
  })
  @Satisfies('isHostedDomains', hostedDomainsProblem)
  readonly hd?: readonly string[];
}

/** What a connection does: as its options say, else its preset, else as suits any OpenID Provider. Pure. */
export interface Settings {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[];
  readonly fetchUserInfo: boolean;
  readonly requireAuthTime: boolean;
  readonly assertionAudience: AssertionAudience;
}

const usualScopes: readonly string[] = ['openid', 'profile', 'email'];

export function settingsOf(options: OidcOptions): Settings {
  const preset = presetOf(options);
  const { scopes, fetchUserInfo, requireAuthTime, assertionAudience } = preset?.defaults ?? {};
  return {
    preset,
    scopes: options.scopes ?? scopes ?? usualScopes,
    fetchUserInfo: options.fetch_userinfo ?? fetchUserInfo ?? false,
    requireAuthTime: options.require_auth_time ?? requireAuthTime ?? true,
    assertionAudience: options.client_assertion_audience ?? assertionAudience ?? 'issuer',
  };
}

/** Names the options that are accepted and have no effect in this connection, for the operator. Pure. */
export function oidcWarnings(options: OidcOptions): readonly string[] {
  const { client_secret: secret, private_key: key, token_endpoint_auth_method: chosen } = options;
  const { preset, fetchUserInfo } = settingsOf(options);
  const usesKey = (chosen ?? 'private_key_jwt') === 'private_key_jwt' && key !== undefined;
  const usesSecret = !usesKey && chosen !== 'none';
  const conditions: readonly (readonly [boolean, string])[] = [
    [secret !== undefined && !usesSecret, 'client_secret: the hub authenticates in another way.'],
    [key !== undefined && !usesKey, 'private_key: token_endpoint_auth_method is not private_key_jwt.'],
    [options.private_key_id !== undefined && !usesKey, 'private_key_id: no private key is used.'],
    [options.client_assertion_audience !== undefined && !usesKey, 'client_assertion_audience: no private key is used.'],
    [preset?.name === 'adfs' && fetchUserInfo, 'fetch_userinfo: AD FS answers with nothing but the subject there.'],
  ];
  return [
    ...conditions.filter(([holds]) => holds).map(([, sentence]) => `Without effect here: ${sentence}`),
    ...(options.pkce === 'off'
      ? ['pkce is off: only the nonce binds the answer to the login. Switch it on where the upstream allows it.']
      : []),
    ...upstreamParamsWarnings(options.upstream_params ?? {}),
  ];
}
