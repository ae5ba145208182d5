/** A real OpenID Provider that nobody here wrote, on a loopback port: whoever comes is signed in as one person. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Adapter, type AdapterPayload, type ClientMetadata, type Configuration } from 'oidc-provider';

export interface LocalOidcProvider {
  readonly issuer: string;
  /** From now on it signs with a new key, and publishes only that one. */
  rotateKeys(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalOidcProviderOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Claims of the one person, beside `sub`. */
  readonly person: { readonly sub: string; readonly [claim: string]: unknown };
  /** What it signs ID tokens with. Default: RS256. */
  readonly algorithm?: string;
  /** Further or other members of the client's registration. */
  readonly client?: Partial<ClientMetadata>;
  /** Further or other members of the provider's configuration. */
  readonly configuration?: Partial<Configuration>;
}

export async function localOidcProvider(options: LocalOidcProviderOptions): Promise<LocalOidcProvider> {
  let handle: Handler = async () => undefined;
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const adapter = memory();
  await adapter('Client').upsert(options.clientId, registrationOf(options), 0);
  const rotateKeys = async (): Promise<void> => {
    const configuration = await configurationOf(options);
    handle = handlerOf(new Provider(issuer, { adapter, ...configuration }), options.person.sub);
  };
  await rotateKeys();
  return {
    issuer,
    rotateKeys,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Kept in the adapter: the provider clones the clients of its configuration, into objects that jest's realm does not know. */
function registrationOf(options: LocalOidcProviderOptions): AdapterPayload {
  const { clientId, clientSecret, redirectUri, algorithm = 'RS256', client } = options;
  return {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: algorithm,
    ...client,
  } as AdapterPayload;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function handlerOf(provider: Provider, accountId: string): Handler {
  const answer = provider.callback();
  return async (request, response) => {
    if (request.url?.startsWith('/sign-in/') !== true) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId }, consent });
  };
}

/** Everything that is asked for here is what the provider would otherwise print a notice about. */
async function configurationOf(options: LocalOidcProviderOptions): Promise<Configuration> {
  const { person, algorithm = 'RS256' } = options;
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const [Interaction, Grant, Session, AccessToken, IdToken] = [600, 600, 600, 600, 600];
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig', kid: randomUUID() }] },
    ttl: { Interaction, Grant, Session, AccessToken, IdToken },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of one test only'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ ...person }) }),
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    pkce: { required: () => false },
    renderError: (context, out) => {
      context.body = out.error;
    },
    ...options.configuration,
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
