/**
 * Asks an administrator of a tenant to consent to everything that the app registration lists. Microsoft's answer is a
 * redirect that anybody can write: it says `admin_consent=True` also when it failed, and `tenant` is what the browser
 * brought.
 */
import type { AdminConsent, ConsentAnswer, ConsentClaim, ConsentRequest } from '../abilities.js';
import type { UpstreamIdentity } from '../connector.js';
import { invalidResponse, misconfigured, type ProviderMetadata } from '../oidc/index.js';
import { answeredFailure } from './aadsts.js';
import { type Address, graphOrigin } from './address.js';
import type { AzureAdOptions } from './azuread.options.js';
import { isTenantId } from './options/tenant.js';

interface AzureAdConsentContext {
  readonly options: AzureAdOptions;
  readonly address: Address;
  readonly discover: (signal: AbortSignal) => Promise<ProviderMetadata>;
  /**
   * Whether Graph answers the application itself; present where the connection needs that. Only an administrator can
   * have allowed it, so it proves the consent, and a sign-in does not. Elsewhere a token of the application would prove
   * nothing: Microsoft gives one wherever the application is known, with or without any permission.
   */
  readonly graphAnswersApplication?: (signal: AbortSignal) => Promise<boolean>;
}

export class AzureAdConsent implements AdminConsent {
  constructor(private readonly context: AzureAdConsentContext) {}

  async begin({ state, callbackUrl, signal }: ConsentRequest): Promise<string> {
    const { options, address, discover } = this.context;
    if (address.audience === 'consumers') {
      throw misconfigured('authorize', 'Personal accounts have no administrator who could consent.');
    }
    const metadata = await discover(signal);
    const parameters = { client_id: options.client_id, redirect_uri: callbackUrl, state };
    const { authority } = address.cloud;
    if (address.version === 'v1.0') {
      return `${authority}/${address.segment}/adminconsent?${new URLSearchParams(parameters)}`;
    }
    // The newer page knows no `common`: personal accounts have no administrator.
    const segment = address.audience === 'common' ? 'organizations' : address.segment;
    // What the registration lists, no more and no less: permissions of the application itself can be had in no other way.
    const scope = `${graphOrigin(address, metadata)}/.default`;
    return `${authority}/${segment}/v2.0/adminconsent?${new URLSearchParams({ ...parameters, scope })}`;
  }

  async read({ parameters, signal }: ConsentAnswer): Promise<ConsentClaim> {
    const error = parameters.get('error');
    if (error !== null) {
      const description = parameters.get('error_description');
      const subcode = parameters.get('error_subcode');
      throw answeredFailure({ error, subcode, ...(description !== null && { description }) });
    }
    const tenantId = parameters.get('tenant')?.toLowerCase();
    if (parameters.get('admin_consent')?.toLowerCase() !== 'true' || !isTenantId(tenantId)) {
      throw invalidResponse('callback', 'The answer names no consent, or no tenant (admin_consent, tenant).');
    }
    const expected = await this.ownTenant(signal);
    if (expected !== undefined && expected !== tenantId) {
      throw invalidResponse('callback', `The answer is about the tenant ${tenantId}, not the connection’s.`);
    }
    return { tenantId, isAdmitted: expected !== undefined || this.admits(tenantId) };
  }

  confirm(_tenantId: string, signal: AbortSignal): Promise<boolean> {
    return this.context.graphAnswersApplication?.(signal) ?? Promise.resolve(false);
  }

  shownBy({ claims: { tid } }: UpstreamIdentity): string | undefined {
    return this.context.graphAnswersApplication === undefined && isTenantId(tid) ? tid : undefined;
  }

  /** Undefined where people of many tenants sign in. */
  private async ownTenant(signal: AbortSignal): Promise<string | undefined> {
    const { address, discover } = this.context;
    if (address.audience !== undefined) return undefined;
    if (isTenantId(address.segment)) return address.segment;
    const { issuer } = await discover(signal);
    return issuer.split('/').find(isTenantId);
  }

  private admits(tenantId: string): boolean {
    const allowed = this.context.options.allowed_tenants ?? [];
    return allowed.includes(tenantId) || (allowed.length === 1 && allowed[0] === '*');
  }
}
