/**
 * Whether an OpenID Provider accepts a connection before anybody signs in with it: asks what a sign-in would ask, in the
 * same order and through the same checks, and changes nothing there. A dialect has words of its own for each step.
 */
import { randomBytes } from 'node:crypto';
import type { CheckRequest, CheckStep } from '../abilities.js';
import { withClockStep } from '../clock-check.js';
import type { ConnectorRuntime } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { type RedeemCodeOptions, redeemCode, TokenEndpointError } from './protocol/code-exchange.js';
import type { PublishedKey } from './protocol/keys.js';
import { MetadataSource, type ProviderMetadata } from './protocol/metadata.js';

export interface CheckedMetadata {
  readonly steps: readonly CheckStep[];
  /** Only a document that a sign-in would accept. */
  readonly metadata?: ProviderMetadata;
}

interface DialectCheck {
  /** Whom the clock is compared with, as a name in a sentence. */
  readonly upstream: string;
  /** The steps up to `issuer`. */
  discover(runtime: ConnectorRuntime): Promise<CheckedMetadata>;
  /** The steps after them, in the order in which they are reported: they need the document, and run side by side. */
  ask(metadata: ProviderMetadata, runtime: ConnectorRuntime): readonly (Promise<readonly CheckStep[]> | CheckStep)[];
  /** The same steps where there is no such document. */
  readonly skipped: readonly CheckStep[];
}

/** Resolves also when every step fails, and when the request's signal aborts. */
export function checkOpenIdProvider(runtime: ConnectorRuntime, dialect: DialectCheck): Promise<readonly CheckStep[]> {
  return withClockStep(runtime, dialect.upstream, async (watched) => {
    const { steps, metadata } = await dialect.discover(watched);
    // The secret goes only to an endpoint that a document named which was accepted.
    if (metadata === undefined) return [...steps, ...dialect.skipped];
    return [...steps, ...(await Promise.all(dialect.ask(metadata, watched))).flat()];
  });
}

/** Reads the discovery document at the address, whoever published it. @throws {ConnectorError} */
export function publishedMetadata(
  url: string,
  runtime: ConnectorRuntime,
  { signal }: CheckRequest,
): Promise<ProviderMetadata> {
  return new MetadataSource({ url, runtime, accept: () => undefined }).get(signal);
}

export function skippedStep(step: string, message: string): CheckStep {
  return { step, outcome: 'skipped', message };
}

export const skippedKeys = skippedStep('keys', 'The signing keys were not looked at, since an earlier step failed.');

/**
 * The step `keys`: are there keys that may sign this connection's ID tokens?
 * @param remedy what to compare when there are none, and the sentence for that.
 */
export async function keysStep(
  usableKeys: () => Promise<readonly PublishedKey[]>,
  { none, ...remedy }: Pick<CheckStep, 'field' | 'given' | 'remedy'> & { readonly none: string },
): Promise<readonly CheckStep[]> {
  const failed = { step: 'keys', outcome: 'failed', ...remedy } as const;
  try {
    const { length } = await usableKeys();
    if (length === 0) return [{ ...failed, message: none }];
    const message = length === 1 ? 'One signing key is usable.' : `${length} signing keys are usable.`;
    return [{ step: 'keys', outcome: 'ok', message }];
  } catch {
    return [{ ...failed, message: 'The signing keys could not be read.' }];
  }
}

/** The step `redirect_uri`: an upstream compares the callback URL only in front of a person. */
export function untoldRedirect({ callbackUrl }: CheckRequest, expected: string): CheckStep {
  const message = 'Whether the callback URL is registered shows only in a sign-in.';
  return { step: 'redirect_uri', outcome: 'skipped', message, given: callbackUrl, expected };
}

/**
 * How the token endpoint refuses a code that nobody gave. It looks at the client before it looks at the code (RFC 6749,
 * section 4.1.3): `invalid_grant` means that only the code was wrong. Undefined when the answer says nothing about the
 * client; tokens for such a code say nothing either, for whoever gives them is no authorization server.
 * @param sendsVerifier whether a sign-in through this connection sends a verifier.
 */
export async function refusalOfMadeUpCode(
  request: Omit<RedeemCodeOptions, 'code' | 'codeVerifier'>,
  sendsVerifier: boolean,
): Promise<TokenEndpointError | undefined> {
  try {
    await redeemCode({ ...request, code: madeUp(), ...(sendsVerifier && { codeVerifier: madeUp() }) });
  } catch (error) {
    if (error instanceof TokenEndpointError) return error;
    if (!(error instanceof ConnectorError)) throw error;
  }
  return undefined;
}

function madeUp(): string {
  return randomBytes(32).toString('base64url');
}
