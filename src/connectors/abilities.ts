/** The optional abilities of connectors by name, so that they can be told of before there is a connection. */
import { canAskAdministrators } from './admin-consent.js';
import type { AbilityName, Connector } from './connector.js';
import { canSearchDirectory } from './directory-search.js';
import { canCheckItself } from './self-check.js';

const DETECTED: Readonly<Record<AbilityName, (connector: Connector) => boolean>> = {
  admin_consent: canAskAdministrators,
  check: canCheckItself,
  directory_search: canSearchDirectory,
};

export const ABILITY_NAMES = Object.keys(DETECTED) as readonly AbilityName[];

/** The abilities that this very connector has: at most those that its definition declares. */
export function abilitiesOf(connector: Connector): readonly AbilityName[] {
  return ABILITY_NAMES.filter((name) => DETECTED[name](connector));
}
