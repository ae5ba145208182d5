import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import type { OidcArtifactStore } from './oidc-artifact.store.js';

/** What a request has read that was given under a grant, by the grant's id. */
const read = new WeakMap<object, Map<string, AdapterPayload>>();

/** Notes what a request of the library reads: it tells the grant that it was given under. */
export function noteGrantOf(payload: AdapterPayload): void {
  const { ctx } = Provider;
  if (ctx === undefined || payload.grantId === undefined) return;
  const known = read.get(ctx) ?? new Map<string, AdapterPayload>();
  read.set(ctx, known.set(payload.grantId, payload));
}

/**
 * Grants without rows. Applications are first-party, nobody is asked to consent: a grant says no more than the code or
 * token that was given under it, and that is what the library has read when it asks for the grant. Ending a grant removes
 * all that was given under it.
 */
export function derivedGrants(store: OidcArtifactStore): Adapter {
  const notKept = async (): Promise<never> => {
    throw new TypeError('Grants are derived, and not kept.');
  };
  return {
    find: async (id) => {
      const payload = Provider.ctx && read.get(Provider.ctx)?.get(id);
      return payload && grantOf(id, payload);
    },
    destroy: (id) => store.removeGrant(id),
    findByUid: notKept,
    findByUserCode: notKept,
    upsert: notKept,
    consume: notKept,
    revokeByGrantId: notKept,
  };
}

function grantOf(id: string, { accountId, clientId, scope, iat, exp }: AdapterPayload): AdapterPayload {
  return {
    jti: id,
    kind: 'Grant',
    ...(iat !== undefined && { iat }),
    ...(exp !== undefined && { exp }),
    ...(accountId !== undefined && { accountId }),
    ...(clientId !== undefined && { clientId }),
    openid: { scope: scope ?? '' },
  };
}
