/** The hub's view of a GitHub account. Pure. */

import { defined, emailAddressOf, pictureOf, textOf, textsOf } from '../claim-values.js';
import type { EmailEvidence, JsonValue, UpstreamIdentity, UserProfile } from '../connector.js';
import type { GitHubOptions } from './github.options.js';

export function toProfile({ claims }: UpstreamIdentity, options: GitHubOptions): UserProfile {
  const email = emailAddressOf(claims.email);
  const evidence =
    email !== undefined && claims.email_verified === true ? evidenceOf(options, claims.login) : undefined;
  return defined({
    name: textOf(claims.name) ?? textOf(claims.login),
    nickname: textOf(claims.login),
    preferredUsername: textOf(claims.login),
    email,
    emailEvidence: evidence,
    picture: pictureOf(claims.avatar_url),
    groups: textsOf(claims.groups),
  });
}

/**
 * github.com calls an address verified when its owner has opened a link sent there. Not so where administrators say which
 * address somebody has: on a server of one's own, at ghe.com, and in accounts that a company manages at github.com, whose
 * names, and no others, have an underscore. Those are believed for the connection's own domains only.
 */
function evidenceOf({ base_url: url }: GitHubOptions, login: JsonValue | undefined): EmailEvidence {
  const isOnesOwn = url === 'https://github.com' && typeof login === 'string' && !login.includes('_');
  return isOnesOwn ? 'upstream' : 'operator';
}
