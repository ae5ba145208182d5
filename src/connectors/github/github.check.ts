/**
 * Whether GitHub accepts a connection before anybody signs in with it: a code that GitHub never issued is redeemed, and
 * which error comes says what it thinks of the registration. Changes nothing at GitHub.
 */
import { randomBytes } from 'node:crypto';
import type { CheckRequest, CheckStep } from '../abilities.js';
import { withClockStep } from '../clock-check.js';
import type { ConnectorRuntime, JsonObject } from '../connector.js';
import { DOCUMENT_SIZE_LIMIT, parseStrictObject, readText, untilAborted } from '../oidc/index.js';
import type { GitHubOptions } from './github.options.js';

/** Resolves also when every step fails, and when the request's signal aborts. */
export function checkGitHub(
  options: GitHubOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<readonly CheckStep[]> {
  return withClockStep(runtime, 'GitHub', async (watched) => {
    const answer = await redeemNothing(options, watched, request).catch(() => undefined);
    return [endpointStep(options, answer), credentialsStep(answer?.error, request)];
  });
}

interface Answer {
  readonly status: number;
  readonly error?: string;
}

async function redeemNothing(
  options: GitHubOptions,
  { fetch }: ConnectorRuntime,
  request: CheckRequest,
): Promise<Answer> {
  const { signal, callbackUrl } = request;
  const body = new URLSearchParams({
    client_id: options.client_id,
    client_secret: options.client_secret,
    code: randomBytes(10).toString('hex'),
    redirect_uri: callbackUrl,
  });
  const headers = { accept: 'application/json', 'user-agent': 'Portico' };
  const url = `${options.base_url}/login/oauth/access_token`;
  const reading = async (): Promise<Answer> => {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const { error }: JsonObject = parsed(await readText(response, DOCUMENT_SIZE_LIMIT));
    return { status: response.status, ...(typeof error === 'string' ? { error } : {}) };
  };
  return untilAborted(reading(), signal);
}

function parsed(text: string): JsonObject {
  try {
    return parseStrictObject(text);
  } catch {
    return {};
  }
}

function endpointStep({ base_url: given }: GitHubOptions, answer: Answer | undefined): CheckStep {
  // GitHub answers 404 for a client id that it does not know: there is something, and it is GitHub or its like.
  const isThere = answer !== undefined && (answer.error !== undefined || answer.status === 404);
  if (isThere) return { step: 'token_endpoint', outcome: 'ok', message: 'GitHub answers at this address.' };
  return {
    step: 'token_endpoint',
    outcome: 'failed',
    message: 'No GitHub answers at this address.',
    field: 'base_url',
    given,
    remedy: 'Check base_url, and that the hub may reach it (PORTICO_UPSTREAM_ALLOW for addresses of your own network).',
  };
}

function credentialsStep(error: string | undefined, { callbackUrl }: CheckRequest): CheckStep {
  const step = 'credentials';
  switch (error) {
    case 'bad_verification_code':
      return { step, outcome: 'ok', message: 'GitHub accepts client_id and client_secret.' };
    case 'incorrect_client_credentials':
      return {
        ...{ step, outcome: 'failed', field: 'client_secret' },
        message: 'GitHub does not accept client_id and client_secret.',
        remedy:
          'Generate a new client secret on the page of the OAuth app, and check that client_id is of the same app.',
      };
    case 'redirect_uri_mismatch':
      return {
        ...{ step, outcome: 'failed', expected: callbackUrl },
        message: 'GitHub accepts the client, but not the callback URL of this connection.',
        remedy: "Set it as the OAuth app's authorization callback URL.",
      };
    case undefined:
      return {
        ...{ step, outcome: 'skipped', field: 'client_id' },
        message: 'GitHub did not say what it thinks of client_id and client_secret.',
        remedy:
          'Where the step before is fine, GitHub knows no such client_id: copy it from the page of the OAuth app.',
      };
    default:
      return {
        ...{ step, outcome: 'warning' },
        message: 'GitHub answered with an error that says nothing about client_id and client_secret.',
      };
  }
}
