/** Every connector that is broken on purpose. The test of the suite demands that each sentence has one. */
import type { BrokenConnector } from './broken-connector.js';
import { brokenCallbacks } from './callbacks.js';
import { brokenConsents } from './consent.js';
import { brokenDefinitions } from './definitions.js';
import { brokenVerifiers } from './forgeries.js';
import { brokenByLies } from './lies.js';
import { brokenOidc } from './oidc.js';
import { brokenProfiles, brokenWords } from './profiles.js';
import { brokenAbilities, brokenSurroundings } from './surroundings.js';
import { brokenTurns } from './turns.js';
import { brokenVersions } from './versions.js';

export const brokenConnectors: readonly BrokenConnector[] = [
  ...brokenDefinitions,
  ...brokenVersions,
  ...brokenTurns,
  ...brokenCallbacks,
  ...brokenProfiles,
  ...brokenWords,
  ...brokenVerifiers,
  ...brokenByLies,
  ...brokenOidc,
  ...brokenSurroundings,
  ...brokenAbilities,
  ...brokenConsents,
];
