/**
 * An OpenID Provider that nobody here wrote: `oidc-provider`, with one client, and people who sign in by being named.
 * It is loaded when first needed, since that takes longer than most tests.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type {
  Adapter,
  AdapterFactory,
  AdapterPayload,
  Configuration,
  KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import type { SigningKey } from '../upstream/forgeries.js';
import { INTERACTION, interact } from './interaction.js';
import type { CompleteSetup } from './options.js';

/** Paths below the issuer's. */
export const PATHS = {
  discovery: '/.well-known/openid-configuration',
  authorize: '/authorize',
  token: '/token',
  keys: '/keys',
  userinfo: '/userinfo',
} as const;

/** Answers requests whose paths begin with the issuer's. */
export async function openIdProviderListener(setup: CompleteSetup, key: SigningKey): Promise<RequestListener> {
  const { Provider } = await import('oidc-provider');
  const jwk = await crypto.subtle.exportKey('jwk', key.privateKey);
  const provider = new Provider(setup.issuer, configurationOf(setup, { ...jwk, kid: key.kid, use: 'sig' }));
  // The issuer says https, and there is no TLS in process.
  provider.proxy = true;
  const handle = provider.callback();
  const issuer = new URL(setup.issuer);
  const base = issuer.pathname.replace(/\/$/, '');
  return (request, response) => {
    request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
    request.headers.host = issuer.host;
    const url = request.url ?? '/';
    if (!url.startsWith(`${base}/`)) return void response.writeHead(404).end();
    // As a framework does that mounts it: the provider puts the path back into what it publishes.
    Object.assign(request, { originalUrl: url, url: url.slice(base.length) });
    if (request.url?.startsWith(INTERACTION)) return void answerInteraction(provider, setup, request, response);
    handle(request, response);
  };
}

async function answerInteraction(
  provider: Provider,
  setup: CompleteSetup,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await interact(provider, setup.people, request, response);
  } catch (error) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
  }
}

const off = { enabled: false } as const;

function configurationOf(setup: CompleteSetup, jwk: JsonWebKey & { readonly kid: string }): Configuration {
  const { clientId, clientSecret, client, claimsIn, issuer, people, pkce, redirectUris } = setup;
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const alg = client.id_token_signed_response_alg === 'PS256' ? 'PS256' : 'RS256';
  return {
    adapter: memoryAdapter(),
    // A public client is none that has a secret.
    clients: [
      {
        client_id: clientId,
        ...(client.token_endpoint_auth_method === 'none' ? {} : { client_secret: clientSecret }),
        redirect_uris: [...redirectUris],
        ...client,
      },
    ],
    claims: { openid: ['sub'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    cookies: { keys: ['a test has nothing to hide'] },
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    features: { devInteractions: off, rpInitiatedLogout: off, userinfo: { enabled: claimsIn !== 'id_token' } },
    findAccount: async (_ctx, subject) =>
      people.has(subject) ? { accountId: subject, claims: async () => ({ sub: subject }) } : undefined,
    interactions: { url: (_ctx, { uid }) => `${base}${INTERACTION}${uid}` },
    jwks: { keys: [{ ...jwk, alg }] } as NonNullable<Configuration['jwks']>,
    loadExistingGrant: grantEverything,
    pkce: { required: () => pkce },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = `${out.error}: ${out.error_description ?? ''}`;
    },
    responseTypes: ['code'],
    routes: { authorization: PATHS.authorize, jwks: PATHS.keys, token: PATHS.token, userinfo: PATHS.userinfo },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    // Said here, or the library says at every start that it chose them.
    ttl: {
      AccessToken: 3_600,
      AuthorizationCode: 600,
      Grant: 3_600,
      IdToken: 3_600,
      Interaction: 3_600,
      Session: 3_600,
    },
  };
}

/** Nobody is asked for consent. */
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const { account, client, provider, requestParamOIDCScopes } = oidc;
  if (account === undefined || client === undefined) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}

/** Where the provider keeps what it issues: in memory, for as long as the test. */

/** One for each provider: what is kept is shared by its models only. */
export function memoryAdapter(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>();
  const grants = new Map<string, Set<string>>();

  return (model: string): Adapter => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const find = (id: string): AdapterPayload | undefined => kept.get(keyOf(id));
    return {
      upsert: async (id, payload) => {
        kept.set(keyOf(id), payload);
        const { grantId } = payload;
        if (grantId !== undefined) grants.set(grantId, (grants.get(grantId) ?? new Set()).add(keyOf(id)));
      },
      find: async (id) => find(id),
      findByUid: async (uid) => [...kept.values()].find((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = find(id);
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      destroy: async (id) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const key of grants.get(grantId) ?? []) kept.delete(key);
        grants.delete(grantId);
      },
    };
  };
}
