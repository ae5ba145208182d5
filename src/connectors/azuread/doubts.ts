/** What is true of verified claims and yet deserves an administrator's attention. Sentences without personal data. */
import type { ConnectorRuntime, JsonObject, SignInObserver } from '../connector.js';
import { type AzureAdMessageKey, said } from './azuread.messages.js';
import type { AzureAdOptions } from './azuread.options.js';
import { isFromElsewhere } from './azuread.profile.js';
import { isGroupOverage } from './identity.js';
import { consumerTenantId } from './tenant.js';

/** Guests are everyday, so only whoever asks hears of them; groups that are missing take rights away, so the log does, too. */
export function noteDoubts(
  claims: JsonObject,
  options: AzureAdOptions,
  { logger, connection }: ConnectorRuntime,
  observer?: SignInObserver,
): void {
  if (isGroupOverage(claims) && !options.ext_groups) {
    logger.warn({ connection: connection.name }, said('azuread.warning.group_overage').publicMessage);
    warn(observer, 'claims', 'azuread.warning.group_overage');
  }
  if (claims.tid !== consumerTenantId && isFromElsewhere(claims)) warn(observer, 'claims', 'azuread.warning.guest');
}

/** Tells whoever listens, with the key that other languages know the sentence by. */
export function warn(observer: SignInObserver | undefined, stage: string, key: AzureAdMessageKey): void {
  const { publicMessage, messageKey } = said(key);
  observer?.warned(stage, publicMessage, messageKey);
}
