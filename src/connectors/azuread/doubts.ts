/** What is true of verified claims and yet deserves an administrator's attention. Sentences without personal data. */
import type { ConnectorRuntime, JsonObject, SignInObserver } from '../connector.js';
import type { AzureAdOptions } from './azuread.options.js';
import { isFromElsewhere } from './azuread.profile.js';
import { isGroupOverage } from './identity.js';
import { consumerTenantId } from './tenant.js';

const OVERAGE =
  'Too many groups for the ID token: they are unknown for this sign-in. Switch ext_groups on to read them from Graph.';
const GUEST =
  'The person is a guest of the tenant: their home, where their e-mail address was written, is another directory or provider.';

/** Guests are everyday, so only whoever asks hears of them; groups that are missing take rights away, so the log does, too. */
export function noteDoubts(
  claims: JsonObject,
  options: AzureAdOptions,
  { logger, connection }: ConnectorRuntime,
  observer?: SignInObserver,
): void {
  if (isGroupOverage(claims) && !options.ext_groups) {
    logger.warn({ connection: connection.name }, OVERAGE);
    observer?.warned('claims', OVERAGE);
  }
  if (claims.tid !== consumerTenantId && isFromElsewhere(claims)) observer?.warned('claims', GUEST);
}
