/** What GitHub refuses, as errors with a sentence for the person who reads them. Nothing of GitHub's own text is in here. */
import { ConnectorError, type ConnectorErrorActor, type ConnectorErrorCode } from '../connector-error.js';
import type { StrategyFailure } from '../passport/index.js';

const tell = 'Tell your administrator';

type Row = readonly [code: ConnectorErrorCode, actor: ConnectorErrorActor, sentence: string];

/** GitHub's error codes → meaning. The rest is read as the OAuth specification says. */
const rows: Readonly<Record<string, Row>> = {
  application_suspended: ['misconfigured', 'operator', `GitHub has suspended this application. ${tell}.`],
  bad_verification_code: [
    'invalid_response',
    'person',
    'This sign-in has expired or was already used. Start the sign-in again.',
  ],
  incorrect_client_credentials: [
    'misconfigured',
    'operator',
    `GitHub did not accept the client secret of this connection. ${tell}: generate a new one on the page of the OAuth app, and paste it into the connection.`,
  ],
  redirect_uri_mismatch: [
    'misconfigured',
    'operator',
    `The callback URL of this hub is not registered with GitHub. ${tell}: set it as the OAuth app's authorization callback URL.`,
  ],
  unverified_user_email: [
    'identity_rejected',
    'person',
    'GitHub wants you to verify your primary e-mail address first. Do that in the settings of your account, then sign in again.',
  ],
};

/** Undefined for a code that GitHub shares with everybody. */
export function gitHubFailure({ step, error }: StrategyFailure): ConnectorError | undefined {
  const row = Object.hasOwn(rows, error) ? rows[error] : undefined;
  if (row === undefined) return undefined;
  const [code, actor, publicMessage] = row;
  return new ConnectorError(code, `GitHub answered ${error}.`, {
    step,
    actor,
    messageKey: `github.${error}`,
    publicMessage,
    upstream: { code: error },
  });
}

export function missingPermission(path: string, status: number): ConnectorError {
  return new ConnectorError(
    'misconfigured',
    `GitHub answered ${path} with ${status}: a scope or permission is missing.`,
    {
      step: 'profile',
      actor: 'operator',
      messageKey: 'github.missing_permission',
      publicMessage: `GitHub does not let this service read what your sign-in needs. ${tell}: the guide of the connection lists the scopes and permissions.`,
    },
  );
}

export function organizationsHidden(): ConnectorError {
  return new ConnectorError(
    'identity_rejected',
    'GitHub hides organizations whose SAML sign-in the person has not used.',
    {
      step: 'profile',
      actor: 'person',
      messageKey: 'github.organizations_hidden',
      publicMessage:
        'GitHub does not show all of your organizations. Sign in to each of them at GitHub (single sign-on), then start again.',
    },
  );
}

export function notAMember(): ConnectorError {
  return new ConnectorError('identity_rejected', 'The person is in none of the organizations that are admitted.', {
    step: 'profile',
    actor: 'operator',
    messageKey: 'github.not_a_member',
    publicMessage:
      'You are in none of the GitHub organizations whose members may sign in here. If you are, let this application see it: at GitHub under Settings, Applications.',
  });
}
