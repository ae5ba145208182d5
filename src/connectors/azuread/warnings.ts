/** Options that are accepted and have no effect in this connection, as sentences for the operator. Pure. */

import { upstreamParamsWarnings } from '../oidc/index.js';
import { addressOf } from './address.js';
import type { AzureAdOptions } from './azuread.options.js';
import { keptOptionWarnings } from './options/kept-options.js';

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
