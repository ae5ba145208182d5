/**
 * The options of an Azure AD connection. The decorators normalise (aliases, pasted URLs, spellings), validate, and
 * publish the JSON Schema; the README's table is generated from it. No I/O. Reading what was stored changes nothing.
 */
import { ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { scopesProblem, type UpstreamParameters } from '../oidc/index.js';
import { OneOf, Option, type RawInput, Satisfies, YesOrNo } from '../option.js';
import { readList } from '../option-values.js';
import { GraphOptions } from './options/graph-options.js';
import {
  allowedTenantsProblem,
  clientIdProblem,
  clientSecretProblem,
  cloudProblem,
  commonEndpointProblem,
  type DriverName,
  driverNames,
  driverProblem,
  lowerCaseGuid,
  readAllowedTenants,
  readAudience,
  readCloudInstance,
  readTenantDomain,
  readUseCommonEndpoint,
  tenantProblem,
  upstreamParamsProblem,
} from './options/rules.js';
import { type Audience, audiences } from './options/tenant.js';

/** Generation of Microsoft's sign-in endpoints, and of the ID tokens they issue. */
type IdentityApi = 'microsoft-identity-platform-v2.0' | 'azure-active-directory-v1.0';
type EmailVerification = 'never_set_emails_as_verified' | 'always_set_emails_as_verified';

const texts = { type: 'array', items: { type: 'string' } } as const;

@JSONSchema({ title: 'Azure AD (Microsoft Entra ID)', additionalProperties: false })
export class AzureAdOptions extends GraphOptions {
  @Option({
    description: 'Application (client) ID of the app registration.',
    required: true,
    aliases: ['clientId'],
    read: lowerCaseGuid,
    schema: { type: 'string', maxLength: 100, examples: ['3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10'] },
  })
  @Satisfies('isClientId', clientIdProblem)
  readonly client_id!: string;

  @Option({
    description: 'Value (not the Secret ID) of a client secret of the app registration. Never returned.',
    required: true,
    aliases: ['clientSecret'],
    schema: { type: 'string', maxLength: 10_000, format: 'password' },
  })
  @Satisfies('isClientSecret', clientSecretProblem)
  readonly client_secret!: string;

  @ValidateIf((options: RawInput) => options.useCommonEndpoint !== true || options.tenant_domain !== undefined)
  @Option({
    description:
      "The tenant: its Directory (tenant) ID or one of its domains; any of the tenant's authority, issuer or endpoint " +
      'URLs is reduced to it. Required unless `useCommonEndpoint` is set.',
    required: true,
    aliases: ['tenantId'],
    read: readTenantDomain,
    schema: { type: 'string', maxLength: 512, examples: ['contoso.com'] },
  })
  @Satisfies('isTenant', tenantProblem)
  readonly tenant_domain?: string;

  @YesOrNo({
    description: 'Let people of several tenants sign in, through a common endpoint. Demands `allowed_tenants`.',
    default: false,
    aliases: ['waad_common_endpoint'],
    read: readUseCommonEndpoint,
  })
  @Satisfies('hasAllowedTenants', commonEndpointProblem)
  readonly useCommonEndpoint!: boolean;

  @OneOf(audiences, {
    description:
      'With `useCommonEndpoint`: `organizations` for work and school accounts, `common` for these and personal ' +
      'accounts, `consumers` for personal accounts only.',
    default: 'organizations',
    read: readAudience,
  })
  readonly audience_type!: Audience;

  @Option({
    description:
      'With `useCommonEndpoint`: ids of the tenants whose people may sign in, or `["*"]` for any tenant at all. ' +
      `Personal accounts count as the tenant 9188040d-6c67-4c5b-b112-36a304b66dad.`,
    read: readAllowedTenants,
    schema: texts,
  })
  @Satisfies('isTenantList', allowedTenantsProblem)
  readonly allowed_tenants?: readonly string[];

  @OneOf(['microsoft-identity-platform-v2.0', 'azure-active-directory-v1.0'], {
    description: "Generation of Microsoft's endpoints and ID tokens.",
    default: 'microsoft-identity-platform-v2.0',
  })
  readonly identity_api!: IdentityApi;

  @Option({
    description:
      'The cloud of the tenant: `global`, `us-government` (GCC High), `us-government-dod`, `china`, or the base URL ' +
      'of another one. Sign-in host, issuers and Graph host switch together.',
    default: 'global',
    aliases: ['cloudInstance'],
    read: readCloudInstance,
    schema: { type: 'string' },
  })
  @Satisfies('isCloud', cloudProblem)
  readonly cloud_instance!: string;

  @Option({
    description:
      'Scopes asked for beside `openid profile email`, as an array or separated by spaces (v2.0 only). Each must be ' +
      'among the API permissions of the app registration.',
    aliases: ['scopes'],
    read: readList,
    schema: { ...texts, maxItems: 100 },
  })
  @Satisfies('isScope', scopesProblem)
  readonly scope?: readonly string[];

  @OneOf(
    ['login', 'consent', 'select_account'],
    {
      description: 'What Microsoft asks the person when the application asks for nothing particular.',
    },
    'login, consent or select_account (none would refuse everybody who has no session yet)',
  )
  readonly prompt?: 'login' | 'consent' | 'select_account';

  @OneOf(['query', 'form_post'], {
    description: "How Microsoft returns its answer: in the callback's query, or posted as a form.",
    default: 'query',
  })
  readonly response_mode!: 'query' | 'form_post';

  @Option({
    description:
      'Further parameters of the authorization request: fixed (`{"value": "…"}`) or taken from the ' +
      'application\'s request (`{"alias": "login_hint"}`). Only parameters from a closed list.',
    schema: { type: 'object', additionalProperties: { type: 'object' } },
  })
  @Satisfies('isUpstreamParams', upstreamParamsProblem)
  readonly upstream_params?: UpstreamParameters;

  @OneOf(['oid', 'sub'], {
    description:
      'The claim that recognises a returning person: `oid` survives a new app registration, `sub` does not. ' +
      'Cannot change once people have signed in.',
    default: 'oid',
    aliases: ['user_id_attribute'],
  })
  readonly userid_attribute!: 'oid' | 'sub';

  @OneOf(['never_set_emails_as_verified', 'always_set_emails_as_verified'], {
    description:
      "`always_set_emails_as_verified` believes the tenant's e-mail addresses of the connection's own domains without " +
      'further evidence. Without effect with `useCommonEndpoint`.',
    default: 'never_set_emails_as_verified',
  })
  readonly should_trust_email_verified_connection!: EmailVerification;

  @YesOrNo({
    description:
      'Where an application limits the age of a sign-in: refuse an ID token that does not say when the person last ' +
      'authenticated. Needs the optional claim `auth_time` in the app registration.',
    default: false,
  })
  readonly require_auth_time!: boolean;

  @Option({
    description:
      "What makes the requests of a sign-in: `portico`, or `passport-azure-ad`, Microsoft's own Passport strategy, for " +
      'people who come from there. It has to be installed, is no longer maintained, and gains nothing: see "Drivers".',
    default: 'portico',
    schema: { type: 'string', enum: [...driverNames] },
  })
  @Satisfies('isDriver', driverProblem)
  readonly driver!: DriverName;
}
