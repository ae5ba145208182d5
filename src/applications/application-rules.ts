import type { FieldProblem } from '../common/errors.js';
import { type Application, type ApplicationType, isPublic } from './application.js';

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

/**
 * Which redirect URIs an application may register (RFC 9700, section 2.1; RFC 8252, section 7). They are compared byte
 * for byte at sign-in, so they are kept as they were sent: `https://pve:8006` without a path is one of its own.
 */

const MAX_LENGTH = 2000;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
/** Spelled out: `127.1` or `0x7f.0.0.1` mean the same to a browser, and something else to whoever reads the list. */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:[/?]|$)/i;
const WEB = /^https?:\/\/([^/?#\\]+)/i;
/** RFC 8252, section 7.1: the reversed name of a domain that the author of the app owns, so with a dot in it. */
const APP_SCHEME = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:\/{0,3}[^/]/i;

/** What is wrong with a redirect or logout URI, as the end of a sentence; undefined when it may be registered. */
export function redirectUriProblem(uri: string, appType: ApplicationType): string | undefined {
  if (uri.length > MAX_LENGTH) return `must not be longer than ${MAX_LENGTH} characters`;
  if (!VISIBLE_ASCII.test(uri)) return 'must be ASCII without blanks or control characters (write a domain as xn--…)';
  if (uri.includes('*')) return 'must not hold a wildcard: register every URI exactly';
  if (uri.includes('#')) return 'must not have a fragment';
  if (uri.includes('\\')) return 'must not hold a backslash';
  if (/^https?:/i.test(uri)) return webUriProblem(uri);
  if (appType === 'native' && APP_SCHEME.test(uri) && URL.canParse(uri)) return undefined;
  return appType === 'native'
    ? 'must be an https URI, http on a loopback address, or have a scheme of the app such as com.example.app:/callback'
    : 'must be an absolute https URI (http on a loopback address only; schemes of its own are for native applications)';
}

function webUriProblem(uri: string): string | undefined {
  const authority = WEB.exec(uri)?.[1];
  if (authority === undefined || !URL.canParse(uri))
    return 'must be an absolute URI such as https://app.example/callback';
  if (authority.includes('@')) return 'must not hold a user name or password';
  if (/^http:/i.test(uri) && !LOOPBACK.test(uri)) {
    return 'must begin with https:// (http is for localhost, 127.0.0.1 and [::1] only)';
  }
  return undefined;
}

/** What is wrong with a browser origin, as the end of a sentence; undefined when it may be registered. */
export function webOriginProblem(origin: string): string | undefined {
  const isOrigin = origin.length <= MAX_LENGTH && URL.canParse(origin) && new URL(origin).origin === origin;
  if (!isOrigin) return 'must be an origin as browsers send it, such as https://app.example:8443, without a path';
  return redirectUriProblem(origin, 'spa');
}
