/** The hub's view of a GitHub account. Pure. */
import { emailAddressOf, present, textOf, textsOf } from '../claim-values.js';
import type { EmailEvidence, UpstreamIdentity, UserProfile } from '../connector.js';
import type { GitHubOptions } from './github.options.js';

export function toProfile({ claims }: UpstreamIdentity, options: GitHubOptions): UserProfile {
  const email = emailAddressOf(claims.email);
  const evidence = email !== undefined && claims.email_verified === true ? evidenceOf(options) : undefined;
  return {
    ...present('name', textOf(claims.name) ?? textOf(claims.login)),
    ...present('nickname', textOf(claims.login)),
    ...present('preferredUsername', textOf(claims.login)),
    ...present('email', email),
    ...present('emailEvidence', evidence),
    ...present('picture', pictureOf(claims.avatar_url)),
    ...present('groups', textsOf(claims.groups)),
  };
}

/**
 * github.com and ghe.com call an address verified when its owner has opened a link sent there. On a server of one's own
 * it is what the administrators of that server arranged: believed for the connection's own domains only.
 */
function evidenceOf({ base_url: url }: GitHubOptions): EmailEvidence {
  return /^https:\/\/(github\.com|[^.]+\.ghe\.com)$/.test(url) ? 'upstream' : 'operator';
}

function pictureOf(value: UpstreamIdentity['claims'][string] | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : undefined;
}
