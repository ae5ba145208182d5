/** Pages of a sign-in: pick an account, second factor, consent, "an administrator must approve". */
import type { VNode } from 'preact';
import type { User } from '../world/directory.js';
import type { PendingSignIn } from '../world/grants.js';
import { Layout } from './page.js';

/** Where the forms of a sign-in lead; the field names are the sandbox's contract (README). */
export interface FormTarget {
  readonly action: string;
  readonly pending: PendingSignIn;
}

interface PickAccountProps extends FormTarget {
  readonly users: readonly User[];
  readonly signedIn: readonly string[];
  readonly suggestion?: string;
  readonly problem?: string;
  readonly federatedWith?: string;
}

export function pickAccountPage(props: PickAccountProps): VNode {
  const { application } = props.pending.request;
  return (
    <Layout title="Sign in">
      <h1>Pick an account</h1>
      <p class="lead">
        to continue to <strong>{application.displayName}</strong>
        {props.federatedWith !== undefined && <> through the federation server of {props.federatedWith}</>}
      </p>
      {props.problem !== undefined && (
        <p class="problem" role="alert">
          {props.problem}
        </p>
      )}
      {props.suggestion !== undefined && (
        <form method="post" action={props.action}>
          <Handle {...props} />
          <button class="primary" type="submit" name="user" value={props.suggestion}>
            Sign in as {props.suggestion}
          </button>
        </form>
      )}
      <form method="post" action={props.action} class="accounts">
        <Handle {...props} />
        {props.users.map((user) => (
          <Account user={user} isSignedIn={props.signedIn.includes(addressOf(user))} />
        ))}
      </form>
      <form method="post" action={props.action} class="address">
        <Handle {...props} />
        <label for="user">Use another account</label>
        <input
          id="user"
          name="user"
          type="text"
          inputMode="email"
          autocomplete="username"
          placeholder="someone@example.com"
          required
        />
        <button class="primary" type="submit">
          Next
        </button>
      </form>
      <form method="post" action={props.action}>
        <Handle {...props} />
        <button type="submit" name="action" value="cancel">
          Cancel
        </button>
      </form>
    </Layout>
  );
}

function Account({ user, isSignedIn }: { readonly user: User; readonly isSignedIn: boolean }): VNode {
  const initials = user.displayName
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  const notes = [
    isSignedIn && 'signed in',
    user.isGuest && 'guest',
    user.state !== undefined && user.state !== 'active' && user.state.replace('-', ' '),
    user.requiresMfa && 'second factor',
    user.isAdministrator && 'administrator',
  ].filter((note) => typeof note === 'string');
  return (
    <button type="submit" name="user" value={addressOf(user)} class="account">
      <span class="avatar" aria-hidden="true">
        {initials}
      </span>
      <span class="who">
        <span class="name">{user.displayName}</span> <span class="mail">{addressOf(user)}</span>{' '}
        {notes.length > 0 && <span class="notes">{notes.join(', ')}</span>}
      </span>
    </button>
  );
}

export function secondFactorPage(props: FormTarget & { readonly user: User }): VNode {
  return (
    <Layout title="Approve sign-in request">
      <h1>Approve sign-in request</h1>
      <p class="lead">{addressOf(props.user)} has to prove a second factor. Here, a button does.</p>
      <form method="post" action={props.action}>
        <Handle {...props} />
        <div class="buttons">
          <button type="submit" name="action" value="deny">
            Deny
          </button>
          <button class="primary" type="submit" name="action" value="approve">
            Approve
          </button>
        </div>
      </form>
    </Layout>
  );
}

export function consentPage(
  props: FormTarget & { readonly user: User; readonly scopes: readonly string[]; readonly forTenant: boolean },
): VNode {
  return (
    <Layout title="Permissions requested">
      <h1>Permissions requested</h1>
      <p class="lead">
        <strong>{props.pending.request.application.displayName}</strong> would like to, as {addressOf(props.user)}:
      </p>
      <ul>
        {props.scopes.map((scope) => (
          <li>{scope}</li>
        ))}
      </ul>
      {props.forTenant && <p>Accepting gives these permissions for everybody in {props.user.tenant.displayName}.</p>}
      <form method="post" action={props.action}>
        <Handle {...props} />
        <div class="buttons">
          <button type="submit" name="action" value="cancel">
            Cancel
          </button>
          <button class="primary" type="submit" name="action" value="accept">
            Accept
          </button>
        </div>
      </form>
    </Layout>
  );
}

export function adminApprovalPage(props: FormTarget & { readonly user: User; readonly script: VNode }): VNode {
  return (
    <Layout title="Need admin approval" script={props.script}>
      <h1>Need admin approval</h1>
      <p class="lead">
        <strong>{props.pending.request.application.displayName}</strong> needs permission to access resources in{' '}
        {props.user.tenant.displayName} that only an admin can grant. AADSTS90094
      </p>
      <form method="post" action={props.action}>
        <Handle {...props} />
        <button type="submit" name="action" value="cancel">
          Return to the application without granting consent
        </button>
      </form>
    </Layout>
  );
}

function Handle({ pending }: FormTarget): VNode {
  return <input type="hidden" name="ctx" value={pending.handle} />;
}

function addressOf(user: User): string {
  return user.homeAccount ?? user.userPrincipalName;
}
