/** Azure AD (Microsoft Entra ID) as a kind of upstream. */
import { defineConnector } from '../connector.js';
import { upstreamParamsWarnings } from '../oidc/index.js';
import { explainMicrosoftError } from './aadsts.js';
import { addressOf } from './address.js';
import { AzureAdConnector } from './azuread.connector.js';
import { azureAdTranslations } from './azuread.messages.js';
import { AzureAdOptions } from './azuread.options.js';
import { AzureAdDirectoryConnector, canSearchDirectoryOf } from './azuread-directory.connector.js';
import { keptOptionWarnings } from './options/kept-options.js';
import { isTenantId } from './options/tenant.js';

export const azureAd = defineConnector<AzureAdOptions>({
  interfaceVersion: 1,
  strategy: 'waad',
  aliases: [
    'azuread',
    'azure-ad',
    'entra-id',
    'windows-azure-ad',
    'windows-azure-active-directory',
    'microsoft-azure-ad',
    'microsoft-azure-active-directory',
    'azure-active-directory',
  ],
  displayName: 'Microsoft Entra ID (Azure AD)',
  protocol: 'oidc',
  guide: new URL('./README.md', import.meta.url),
  options: AzureAdOptions,
  secrets: ['client_secret'],
  // Where the secret is sent, and for which registration.
  endpointOptions: ['client_id', 'tenant_domain', 'useCommonEndpoint', 'cloud_instance'],
  identityOptions: ['userid_attribute'],
  abilities: ['admin_consent', 'check', 'directory_search'],
  warnings: azureAdWarnings,
  primaryDomain: ({ tenant_domain: tenant }) => (isTenantId(tenant) ? undefined : tenant),
  explainError: explainMicrosoftError,
  messages: azureAdTranslations,
  create: (options, runtime) =>
    canSearchDirectoryOf(options)
      ? new AzureAdDirectoryConnector(options, runtime)
      : new AzureAdConnector(options, runtime),
});

/** Options that are accepted and have no effect in this connection, as sentences for the operator. Pure. */

export function azureAdWarnings(options: AzureAdOptions): readonly string[] {
  const { audience, cloud, version } = addressOf(options);
  const trustsEmails = options.should_trust_email_verified_connection === 'always_set_emails_as_verified';
  const conditions: readonly (readonly [boolean, string])[] = [
    [audience !== undefined && options.tenant_domain !== undefined, 'tenant_domain: useCommonEndpoint is set.'],
    [audience === undefined && options.allowed_tenants !== undefined, 'allowed_tenants: useCommonEndpoint is not set.'],
    [
      audience === undefined && options.audience_type !== 'organizations',
      'audience_type: useCommonEndpoint is not set.',
    ],
    [
      audience !== undefined && trustsEmails,
      'should_trust_email_verified_connection: people of any admitted tenant could carry any address.',
    ],
    [options.ext_nested_groups && !options.ext_groups, 'ext_nested_groups: ext_groups is not set.'],
    [
      options.max_groups_to_retrieve !== undefined && !options.ext_groups,
      'max_groups_to_retrieve: ext_groups is not set.',
    ],
    [options.kept_attributes !== 'extended' && !options.ext_profile, 'kept_attributes: ext_profile is not set.'],
    [
      options.api_enable_users && audience !== undefined,
      'api_enable_users: useCommonEndpoint is set, and a directory is searched in one tenant.',
    ],
    [options.api_enable_users && version === 'v1.0', 'api_enable_users: the v1.0 endpoint has no tokens for Graph.'],
    [version === 'v1.0' && options.scope !== undefined, 'scope: the v1.0 endpoint ignores it.'],
    [
      (audience === 'common' || audience === 'consumers') &&
        cloud.instanceName !== undefined &&
        cloud.name !== 'global',
      'audience_type: personal accounts exist only in the global cloud.',
    ],
  ];
  return [
    ...conditions.filter(([holds]) => holds).map(([, sentence]) => `Without effect here: ${sentence}`),
    ...upstreamParamsWarnings(options.upstream_params ?? {}),
    ...keptOptionWarnings(options),
  ];
}
