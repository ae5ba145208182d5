/** Azure AD (Microsoft Entra ID) as a kind of upstream. */
import { defineConnector } from '../connector.js';
import { explainMicrosoftError } from './aadsts/failure.js';
import { AzureAdConnector } from './azuread.connector.js';
import { azureAdTranslations } from './azuread.messages.js';
import { AzureAdOptions } from './azuread.options.js';
import { AzureAdDirectoryConnector, canSearchDirectoryOf } from './graph/azuread-directory.connector.js';
import { isTenantId } from './tenant.js';
import { azureAdWarnings } from './warnings.js';

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
