/**
 * A process: the least that answers the seven requests of a sign-in with the protocol libraries that the hub rests on.
 * oidc-provider and openid-client on node:http, everything in a Map. It has no storage, policy, page, log, limit or header
 * of the hub, so what it costs is what no work on the hub can save.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import * as client from 'openid-client';
import type { Application } from '../driver/sign-in.js';
import type { UpstreamAddress } from './upstream.js';

/** Its argument, as JSON. */
export interface BareHubOptions {
  readonly port: number;
  readonly upstream: UpstreamAddress;
}

/** Where a sign-in is that went to the upstream, by its state. */
interface Waiting {
  readonly uid: string;
  readonly verifier: string;
  readonly nonce: string;
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

serve(JSON.parse(process.argv[2] ?? '') as BareHubOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
process.once('disconnect', () => process.exit(0));

async function serve({ port, upstream }: BareHubOptions): Promise<void> {
  const issuer = `http://localhost:${port}`;
  const application: Application = {
    issuer,
    clientId: 'bench',
    clientSecret: 'bench-secret',
    redirectUri: 'http://localhost:9/callback',
  };
  const provider = await providerFor(application);
  const upstreamClient = await discover(upstream);
  const waiting = new Map<string, Waiting>();
  const login = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const [, , uid = '', step] = url.pathname.split('/');
    if (uid === 'callback') {
      const state = url.searchParams.get('state') ?? '';
      const login = waiting.get(state);
      if (login === undefined) throw new Error('This state is unknown.');
      waiting.delete(state);
      const tokens = await client.authorizationCodeGrant(upstreamClient, url, {
        pkceCodeVerifier: login.verifier,
        expectedNonce: login.nonce,
        expectedState: state,
      });
      const interaction = await provider.Interaction.find(login.uid);
      if (interaction === undefined) throw new Error('This sign-in is unknown.');
      interaction.result = { login: { accountId: tokens.claims()?.sub ?? '' } };
      await interaction.persist();
      redirect(response, interaction.returnTo);
      return;
    }
    if (step === undefined) {
      await provider.interactionDetails(request, response);
      response.setHeader('content-type', 'text/html').end(`<a href="/login/${uid}/connections/contoso">Contoso</a>`);
      return;
    }
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    waiting.set(state, { uid, nonce, verifier });
    const parameters = {
      redirect_uri: `${issuer}/login/callback/contoso`,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    redirect(response, client.buildAuthorizationUrl(upstreamClient, parameters).href);
  };
  const answer = provider.callback();
  createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (!url.pathname.startsWith('/login/')) return void answer(request, response);
    login(request, response, url).catch((error: unknown) => response.writeHead(400).end(String(error)));
  }).listen(port, 'localhost', () => process.send?.(application));
}

async function providerFor({ issuer, clientId, clientSecret, redirectUri }: Application): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
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
    cookies: { keys: ['benchmark'] },
    claims: { profile: ['name'], email: ['email', 'email_verified'] },
    routes: { authorization: '/authorize', token: '/oauth/token', userinfo: '/userinfo' },
    interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
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
  });
  return provider;
}

async function discover({ url, tenantId, clientId, clientSecret }: UpstreamAddress): Promise<client.Configuration> {
  const server = new URL(`${url}/${tenantId}/v2.0`);
  const configuration = await client.discovery(server, clientId, clientSecret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}
