/** The hub’s view of a fake person. A file of its own, however short: every connector has one of this name. */
import type { JsonObject, UserProfile } from '../connector.js';

/** The hub's view of a fake person. An address counts as proven only when the upstream says so in a boolean. */
export function fakeProfile(claims: JsonObject): UserProfile {
  const { name, email, email_verified, groups } = claims;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof email === 'string' ? { email } : {}),
    ...(typeof email === 'string' && email_verified === true ? { emailEvidence: 'upstream' } : {}),
    ...(isTexts(groups) ? { groups } : {}),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
