/**
 * Options of this strategy that other hubs' tools send. They are accepted and kept as sent, so that those tools read
 * back what they wrote, and reported as without effect. Declared from a table: nothing here ever reads them.
 */
import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { JsonValue } from '../../connector.js';
import { Satisfies } from '../../option.js';
import { keptValueProblem } from '../../option-values.js';

const attributes = 'Attributes are chosen by kept_attributes; none is switched on or off by itself.';
const wsFederation = 'Only OpenID Connect is spoken.';

/** Name → why it has no effect. */
const kept: Readonly<Record<string, string>> = {
  app_domain: wsFederation,
  app_id: 'The application is known by client_id.',
  basic_profile: 'The basic profile is always read.',
  federated_connections_access_tokens: 'Upstream tokens are not kept.',
  granted: 'Consent shows in admin_consent of the connection.',
  non_persistent_attrs: 'What is kept is chosen by kept_attributes.',
  strategy_version: 'There is one version.',
  thumbprints: wsFederation,
  use_wsfed: wsFederation,
  waad_protocol: wsFederation,
};

/** Switches for single attributes, each sent as `ext_…`. */
const attributeSwitches = [
  'access_token account_enabled admin agreed_terms assigned_licenses assigned_plans azure_id city country department',
  'dir_sync_enabled email expires_in family_name fax given_name group_ids is_suspended job_title last_sync mobile name',
  'nickname oid phone physical_delivery_office_name postal_code preferred_language provisioned_plans',
  'provisioning_errors proxy_addresses puid refresh_token roles state street telephoneNumber tenantid upn',
  'usage_location user_id',
].flatMap((line) => line.split(' '));

const keptOptions: ReadonlyMap<string, string> = new Map([
  ...Object.entries(kept),
  ...attributeSwitches.map((name) => [`ext_${name}`, attributes] as const),
]);

/** Names of all options that are only kept. */
export const keptOptionNames: ReadonlySet<string> = new Set(keptOptions.keys());

export class KeptOptions {}

for (const [name, reason] of keptOptions) {
  IsOptional()(KeptOptions.prototype, name);
  Satisfies<JsonValue | undefined>('isKeptAsSent', keptValueProblem)(KeptOptions.prototype, name);
  JSONSchema({ description: `Accepted and kept for other tools; without effect here. ${reason}` })(
    KeptOptions.prototype,
    name,
  );
}

/** Those that were sent, one sentence for each reason, for the operator. */
export function keptOptionWarnings(options: object): string[] {
  const names = new Map<string, string[]>();
  for (const [name, value] of Object.entries(options)) {
    const reason = keptOptions.get(name);
    if (reason === undefined || value === undefined || value === null) continue;
    // Asking for what happens anyway is no surprise to anybody.
    if (name === 'basic_profile' && value === true) continue;
    names.set(reason, [...(names.get(reason) ?? []), name]);
  }
  return [...names].map(([reason, sent]) => `${sent.join(', ')}: kept, without effect here. ${reason}`);
}
