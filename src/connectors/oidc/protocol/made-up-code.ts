/** Whether a token endpoint accepts a client, asked before anybody signs in. */
import { randomBytes } from 'node:crypto';
import { ConnectorError } from '../../connector-error.js';
import { type RedeemCodeOptions, redeemCode, TokenEndpointError } from './code-exchange.js';

export interface MadeUpCodeOptions extends Omit<RedeemCodeOptions, 'code' | 'codeVerifier'> {
  /** Whether a sign-in through this connection sends a verifier. */
  readonly sendsVerifier: boolean;
}

/**
 * How the endpoint refuses a code that nobody gave. It looks at the client before it looks at the code (RFC 6749, section
 * 4.1.3): `invalid_grant` means that only the code was wrong. Undefined when the answer says nothing about the client;
 * tokens for such a code say nothing either, for whoever gives them is no authorization server.
 */
export async function refusalOfMadeUpCode(options: MadeUpCodeOptions): Promise<TokenEndpointError | undefined> {
  const { sendsVerifier, ...request } = options;
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
