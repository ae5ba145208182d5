import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Adapter, type AdapterPayload, type Configuration, type Interaction } from 'oidc-provider';
import type { Application } from '../driver/application.js';

/** Where the browser goes from `/authorize`: an address of the hub, or the upstream's. */
export type Destination = (interaction: Interaction) => string | Promise<string>;

const COOKIE_KEY = 'benchmark';

/**
 * `oidc-provider` with one application, everything in a Map, and the least configuration that a sign-in needs.
 * @param cookiePath where the browser shows the cookie of its interaction; left out: at the interaction's own address.
 */
export async function providerFor(
  { issuer, clientId, clientSecret, redirectUri }: Application,
  destination: Destination,
  cookiePath?: string,
): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const configuration: Configuration = {
    adapter: MapAdapter,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: [COOKIE_KEY], ...(cookiePath !== undefined && { short: { path: cookiePath } }) },
    claims: { profile: ['name'], email: ['email', 'email_verified'] },
    routes: { authorization: '/authorize', token: '/oauth/token', userinfo: '/userinfo' },
    extraParams: ['connection'],
    interactions: { url: (_context, interaction) => destination(interaction) },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: accountId, email: `${accountId}@contoso.com`, email_verified: false }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
  return new Provider(issuer, configuration);
}

/** A cookie as the library signs it, with its signature, in the form of a request's header. */
export function signedCookie(name: string, value: string): string {
  const signature = createHmac('sha1', COOKIE_KEY).update(`${name}=${value}`).digest('base64url');
  return `${name}=${value}; ${name}.sig=${signature}`;
}

/** Keeps everything until it is consumed or destroyed: a benchmark is over before anything expires. */
class MapAdapter implements Adapter {
  private static readonly kept = new Map<string, AdapterPayload>();

  constructor(private readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    MapAdapter.kept.set(this.keyOf(id), payload);
    if (payload.uid !== undefined) MapAdapter.kept.set(this.keyOf(`uid:${payload.uid}`), payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return MapAdapter.kept.get(this.keyOf(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return MapAdapter.kept.get(this.keyOf(`uid:${uid}`));
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    MapAdapter.kept.delete(this.keyOf(id));
  }

  async revokeByGrantId(): Promise<void> {}

  private keyOf(id: string): string {
    return `${this.model}:${id}`;
  }
}
