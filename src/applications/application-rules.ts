import type { FieldProblem } from '../common/errors.js';
import { type Application, isPublic } from './application.js';
import { redirectUriProblem, webOriginProblem } from './redirect-uri.js';

/** Grant types that the hub has. Password and implicit grants are none (RFC 9700, sections 2.1.2 and 2.4). */
export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'] as const;

/** What has to hold together. Fields by their names on the wire; every contradiction at once, with the remedy. */
export function applicationProblems(application: Application): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const refuse = (field: string, message: string) => problems.push({ field, message: `${field} ${message}.` });
  const grants = new Set(application.grantTypes);
  const kind = `of app_type ${application.appType}`;

  if (isPublic(application)) {
    if (application.tokenEndpointAuthMethod !== 'none') {
      refuse(
        'token_endpoint_auth_method',
        `must be none for an application ${kind}: it can keep no secret. For a server that keeps one, set app_type to regular_web`,
      );
    }
    if (grants.has('client_credentials')) {
      refuse(
        'grant_types',
        `must not hold client_credentials for an application ${kind}: it has no secret to prove itself. Set app_type to non_interactive or regular_web`,
      );
    }
    if (!application.requirePkce) refuse('require_pkce', `must be true for an application ${kind}`);
  } else if (application.tokenEndpointAuthMethod === 'none') {
    refuse(
      'token_endpoint_auth_method',
      `must be client_secret_post or client_secret_basic for an application ${kind}. If it cannot keep a secret, set app_type to spa or native`,
    );
  }
  if (!grants.has('authorization_code')) {
    const remedy = 'without the grant type authorization_code: add it, or leave them out';
    if (application.callbacks.length > 0) refuse('callbacks', `have no use ${remedy}`);
    if (application.allowedLogoutUrls.length > 0) refuse('allowed_logout_urls', `have no use ${remedy}`);
    if (grants.has('refresh_token'))
      refuse('grant_types', 'must hold authorization_code where they hold refresh_token');
  }
  return [...problems, ...uriProblems(application)];
}

function uriProblems(application: Application): readonly FieldProblem[] {
  const check = (name: string, values: readonly string[], problemOf: (value: string) => string | undefined) =>
    values.flatMap((value, index) => {
      const problem = problemOf(value);
      const field = `${name}.${index}`;
      return problem === undefined ? [] : [{ field, message: `${field} ${problem}.` }];
    });
  const redirect = (uri: string) => redirectUriProblem(uri, application.appType);
  return [
    ...check('callbacks', application.callbacks, redirect),
    ...check('allowed_logout_urls', application.allowedLogoutUrls, redirect),
    ...check('web_origins', application.webOrigins, webOriginProblem),
  ];
}
