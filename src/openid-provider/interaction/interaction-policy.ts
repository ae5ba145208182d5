import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { HubAccount } from '../accounts/accounts.js';

const { Check, Prompt, base } = interactionPolicy;

/**
 * When a person has to sign in although there may be a session. The library's own checks stay: no session,
 * `prompt=login`, `max_age`, an `id_token_hint` of somebody else. With `prompt=none` each of them is `login_required`.
 * There is no consent page: applications are the operator's own.
 */
export function loginPolicy(): ReturnType<typeof base> {
  const policy = base();
  policy.get('login')?.checks.add(sessionUserCheck());
  policy.get('login')?.checks.add(connectionCheck());
  policy.remove('consent');
  policy.add(new Prompt({ name: 'select_account', requestable: true }));
  // Accepted, because some clients always send it; there is nothing to ask.
  const consent = new Prompt({ name: 'consent', requestable: true });
  consent.checks.remove('consent_prompt');
  policy.add(consent);
  return policy;
}

function sessionUserCheck() {
  return new Check(
    'session_user',
    'the user of the session may not sign in to this application',
    'login_required',
    ({ oidc }: KoaContextWithOIDC) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  );
}

/** A session made through one connection does not answer a request for another. */
function connectionCheck() {
  return new Check(
    'connection',
    'the session was made through another connection than the one asked for',
    'login_required',
    ({ oidc }: KoaContextWithOIDC) => {
      const wanted = oidc.params?.connection;
      // A login that has just ended answered the very request: what it was made through was the login's decision.
      if (typeof wanted !== 'string' || wanted === '' || oidc.result?.login !== undefined) return false;
      return oidc.account instanceof HubAccount && oidc.account.user.identity.connectionName !== wanted;
    },
  );
}
