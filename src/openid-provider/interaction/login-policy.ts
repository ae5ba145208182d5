import { errors, interactionPolicy, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { newHandle } from '../../common/ids.js';
import { HubAccount } from '../parties/accounts.js';

const { Check, Prompt, base } = interactionPolicy;

/**
 * Decides when a person has to sign in although there may be a session. The library's own checks stay: no session,
 * `prompt=login`, `max_age`, an `id_token_hint` of somebody else. With `prompt=none` each of them is `login_required`.
 * There is no consent page: applications are the operator's own.
 */
export function loginPolicy(): ReturnType<typeof base> {
  const policy = base();
  const checks = policy.get('login')?.checks;
  checks?.remove('id_token_hint');
  for (const [reason, description, error, needsLogin] of CHECKS) {
    checks?.add(new Check(reason, description, error, needsLogin));
  }
  policy.remove('consent');
  policy.add(new Prompt({ name: 'select_account', requestable: true }));
  // Accepted, because some clients always send it; there is nothing to ask.
  const consent = new Prompt({ name: 'consent', requestable: true });
  consent.checks.remove('consent_prompt');
  policy.add(consent);
  return policy;
}

/** Reason, description and error of each check of the hub, and whether it asks for a login. In the order they run. */
const CHECKS = [
  ['redirect_uri', 'redirect_uri is registered', 'invalid_request', hasForeignRedirectUri],
  ['id_token_hint', 'id_token_hint and authenticated subject do not match', 'login_required', isNotTheHintedUser],
  ['session_user', 'the user of the session may not sign in to this application', 'login_required', isUserRefused],
  [
    'connection',
    'the session was made through another connection than the one asked for',
    'login_required',
    isOfAnotherConnection,
  ],
] as const;

/** Compares `redirect_uri` again, because the library does not when a request goes on after a login. */
function hasForeignRedirectUri({ oidc }: KoaContextWithOIDC): boolean {
  const uri = oidc.params?.redirect_uri;
  if (typeof uri === 'string' && oidc.client?.redirectUriAllowed(uri) === true) return false;
  throw new errors.InvalidRedirectUri();
}

/** Replaces the library's check, which would ask again and again while somebody else than the hinted user signs in. */
async function isNotTheHintedUser({ oidc }: KoaContextWithOIDC): Promise<boolean> {
  const hinted = await hintedUser(oidc);
  if (hinted === undefined || hinted === oidc.session?.accountId) return false;
  if (oidc.result?.login === undefined) return true;
  throw new errors.LoginRequired('another user signed in than the one of id_token_hint');
}

/** Verifies the hint again, because the library does not when a request goes on after a login. */
async function hintedUser({ client, params, provider }: KoaContextWithOIDC['oidc']): Promise<unknown> {
  const hint = params?.id_token_hint;
  if (typeof hint !== 'string' || client === undefined) return undefined;
  try {
    return (await provider.IdToken.validate(hint, client)).payload.sub;
  } catch {
    // It was good when the request came, so its key has retired since.
    throw new errors.LoginRequired('id_token_hint can no longer be verified');
  }
}

/**
 * Asks for a login where the user of the session is gone, blocked, or may not sign in to this application. Where the
 * login that has just ended brought such a user, asking once more could go on without end, so the application is told.
 */
function isUserRefused({ oidc }: KoaContextWithOIDC): boolean {
  if (oidc.session?.accountId === undefined || oidc.account !== undefined) return false;
  if (oidc.result?.login === undefined) return true;
  throw new errors.AccessDenied('the user may not sign in to this application');
}

/** Asks for a login where the session was made through another connection than the one asked for. */
function isOfAnotherConnection({ oidc }: KoaContextWithOIDC): boolean {
  const wanted = oidc.params?.connection;
  // A login that has just ended answered the very request: the login decided which connection it was made through.
  if (typeof wanted !== 'string' || wanted === '' || oidc.result?.login !== undefined) return false;
  return oidc.account instanceof HubAccount && oidc.account.user.identity.connectionName !== wanted;
}

/**
 * The grant of this session and application, for the scopes asked for: first-party applications need no consent. Scopes
 * that the hub does not know are left out. It is not stored: see `derivedGrants`.
 */
export async function loadGrant({ oidc }: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { client, account, session } = oidc;
  if (client === undefined || account === undefined || session === undefined) return undefined;
  const of = { accountId: account.accountId, clientId: client.clientId };
  const grant = new oidc.provider.Grant({
    ...of,
    jti: session.grantIdFor(client.clientId) ?? newHandle(),
  } as typeof of);
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  return grant;
}
