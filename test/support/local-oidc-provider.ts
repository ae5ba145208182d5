/** A real OpenID Provider that nobody here wrote, on a loopback port: whoever comes is signed in as one person. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';

export interface LocalOidcProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

export interface LocalOidcProviderOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Claims of the one person, beside `sub`. */
  readonly person: { readonly sub: string; readonly name?: string; readonly email?: string };
}

export async function localOidcProvider(options: LocalOidcProviderOptions): Promise<LocalOidcProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, await configurationOf(options));
  const answer = provider.callback();
  handle = async (request, response) => {
    if (request.url?.startsWith('/sign-in/') !== true) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: options.person.sub, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId: options.person.sub }, consent });
  };
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Everything that is asked for here is what the provider would otherwise print a notice about. */
async function configurationOf(options: LocalOidcProviderOptions): Promise<Configuration> {
  const { clientId, clientSecret, redirectUri, person } = options;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const [Interaction, Grant, Session, AccessToken, IdToken] = [600, 600, 600, 600, 600];
  return {
    adapter: memory(),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'local' }] },
    ttl: { Interaction, Grant, Session, AccessToken, IdToken },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of one test only'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ ...person }) }),
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    pkce: { required: () => false },
  };
}

function memory(): (model: string) => Adapter {
  const rows = new Map<string, AdapterPayload>();
  return (model) => {
    const at = (id: string) => `${model}:${id}`;
    const find = async (id: string) => rows.get(at(id));
    return {
      find,
      findByUid: async (uid) => [...rows].find(([key, row]) => key.startsWith(at('')) && row.uid === uid)?.[1],
      findByUserCode: async () => undefined,
      upsert: async (id, payload) => void rows.set(at(id), payload),
      consume: async (id) => void rows.set(at(id), { ...rows.get(at(id)), consumed: 1 }),
      destroy: async (id) => void rows.delete(at(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, row] of rows) if (row.grantId === grantId) rows.delete(key);
      },
    };
  };
}
