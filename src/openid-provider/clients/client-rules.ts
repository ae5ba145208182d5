import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, Provider } from 'oidc-provider';
import type { SecretLimits } from './secret-limits.js';

/** Where the library's rules about clients are not the hub's. */
export function applyClientRules(provider: Provider, limits: SecretLimits): void {
  const client: InstanceType<Provider['Client']> = provider.Client.prototype;
  /** What the library takes for the secret is its SHA-256: the hub keeps no secret that it could compare. */
  client.compareClientSecret = function compareClientSecret(actual: string): Promise<boolean> {
    return limits.compared(this.clientId, actual, () => {
      const expected = Buffer.from(this.clientSecret ?? '', 'hex');
      const presented = createHash('sha256').update(actual).digest();
      return expected.length === presented.length && timingSafeEqual(expected, presented);
    });
  };
  /** Only `query`: the other modes need a script on a page of the hub, or put the code into a fragment. */
  client.responseModeAllowed = function responseModeAllowed(mode: string): boolean {
    const parameters = Provider.ctx?.oidc.params;
    // Where none was asked for it follows from the response type, which is checked next.
    if (mode === 'query' || parameters?.response_mode === undefined) return true;
    // The refusal itself must not be delivered in the refused mode.
    parameters.response_mode = undefined;
    throw new errors.UnsupportedResponseMode('only response_mode=query is supported; leave response_mode out');
  };
}
