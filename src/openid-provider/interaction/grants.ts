import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

type Grant = InstanceType<Provider['Grant']>;

/**
 * The grant of this session and application, made or widened to the scopes asked for: first-party applications need no
 * consent. Scopes the hub does not know are left out.
 */
export async function loadGrant({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, account, session } = oidc;
  if (client === undefined || account === undefined || session === undefined) return undefined;
  const scopes = [...oidc.requestParamOIDCScopes];
  const known = session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await oidc.provider.Grant.find(known);
  const usable = existing?.accountId === account.accountId && existing.clientId === client.clientId;
  const grant =
    existing !== undefined && usable
      ? existing
      : new oidc.provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  const granted = new Set(grant.getOIDCScope().split(' '));
  if (grant !== existing || scopes.some((scope) => !granted.has(scope))) {
    grant.addOIDCScope(scopes.join(' '));
    await grant.save();
  }
  return grant;
}
