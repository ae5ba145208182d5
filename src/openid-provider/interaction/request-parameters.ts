import { errors, type KoaContextWithOIDC } from 'oidc-provider';

type Client = NonNullable<KoaContextWithOIDC['oidc']['client']>;

const MAX_LENGTH = 4096;
const MAX_CONNECTION = 128;

/**
 * The hub's own authorization parameters and checks. The library runs each of these for every request, given or not,
 * after its own checks of client, redirect URI and scope, and before anything is stored.
 */
export const requestParameters = {
  connection(ctx: KoaContextWithOIDC, value: string | undefined, client: Client): void {
    refuseOversized(ctx);
    refuseLongConnection(value);
    keepOfflineAccess(ctx, client);
  },
};

function refuseOversized({ oidc }: KoaContextWithOIDC): void {
  for (const [name, value] of Object.entries(oidc.params ?? {})) {
    if (typeof value === 'string' && value.length > MAX_LENGTH) {
      throw new errors.InvalidRequest(`${name} is longer than ${MAX_LENGTH} characters`);
    }
  }
}

function refuseLongConnection(value: string | undefined): void {
  if (value !== undefined && value.length > MAX_CONNECTION) {
    throw new errors.InvalidRequest(`connection is longer than ${MAX_CONNECTION} characters`);
  }
}

/**
 * The library drops `offline_access` unless the request has `prompt=consent`. Here the operator has consented by giving
 * the application the refresh grant, so it is put back.
 */
function keepOfflineAccess(ctx: KoaContextWithOIDC, client: Client): void {
  const { params } = ctx.oidc;
  const asked = ctx.query.scope;
  if (params === undefined || typeof asked !== 'string' || !client.grantTypeAllowed('refresh_token')) return;
  if (!asked.split(' ').includes('offline_access')) return;
  const kept = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  params.scope = [...new Set([...kept, 'offline_access'])].join(' ');
}
