/** What GitHub refuses, as errors with a sentence for the person who reads them. Nothing of GitHub's own text is in here. */
import type { ConnectorError, ConnectorErrorActor, ConnectorErrorCode } from '../connector-error.js';
import type { StrategyFailure } from '../passport/index.js';
import { failure, type GitHubMessageKey } from './github.messages.js';

type Row = readonly [code: ConnectorErrorCode, actor: ConnectorErrorActor, key: GitHubMessageKey];

/** GitHub's error codes → meaning. The rest is read as the OAuth specification says. */
const rows: Readonly<Record<string, Row>> = {
  application_suspended: ['misconfigured', 'operator', 'github.application_suspended'],
  bad_verification_code: ['invalid_response', 'person', 'github.bad_verification_code'],
  incorrect_client_credentials: ['misconfigured', 'operator', 'github.incorrect_client_credentials'],
  redirect_uri_mismatch: ['misconfigured', 'operator', 'github.redirect_uri_mismatch'],
  unverified_user_email: ['identity_rejected', 'person', 'github.unverified_user_email'],
};

/** Undefined for a code that GitHub shares with everybody. */
export function gitHubFailure({ step, error }: StrategyFailure): ConnectorError | undefined {
  const row = Object.hasOwn(rows, error) ? rows[error] : undefined;
  if (row === undefined) return undefined;
  const [code, actor, key] = row;
  return failure({ code, step, actor, key }, `GitHub answered ${error}.`, {
    upstream: { code: error },
    ...(error === 'incorrect_client_credentials' && { secretsRefused: true }),
  });
}

export function missingPermission(path: string, status: number): ConnectorError {
  const message = `GitHub answered ${path} with ${status}: a scope or permission is missing.`;
  return profileError('misconfigured', 'operator', 'github.missing_permission', message);
}

export function organizationsHidden(): ConnectorError {
  const message = 'GitHub hides organizations whose SAML sign-in the person has not used.';
  return profileError('identity_rejected', 'person', 'github.organizations_hidden', message);
}

export function notAMember(): ConnectorError {
  const message = 'The person is in none of the organizations that are admitted.';
  return profileError('identity_rejected', 'operator', 'github.not_a_member', message);
}

function profileError(...[code, actor, key, message]: readonly [...Row, message: string]): ConnectorError {
  return failure({ code, step: 'profile', actor, key }, message);
}
