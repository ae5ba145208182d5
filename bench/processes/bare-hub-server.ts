/**
 * A process: the least that answers the requests of a sign-in with the protocol libraries that the hub rests on.
 * oidc-provider and openid-client on node:http, everything in a Map. It has no storage, policy, page, log, limit or header
 * of the hub, so what it costs is what no work on the hub can save.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import * as client from 'openid-client';
import { type Application, REDIRECT_URI } from '../driver/application.js';
import { providerFor, signedCookie } from './bare-hub-provider.js';
import type { UpstreamAddress } from './upstream.js';

/**
 * How a sign-in gets from the library to the upstream and back. `redirect`: the browser is sent to the login's address
 * and back to the library's. `in-process`: the answer to `/authorize` is already the way to the upstream, or the login
 * page, and the answer to the callback the code. Nothing else differs.
 */
export type HandOver = 'redirect' | 'in-process';

/** Its argument, as JSON. */
export interface BareHubOptions {
  readonly port: number;
  readonly upstream: UpstreamAddress;
  readonly handOver: HandOver;
}

/** Where a sign-in is that went to the upstream, by its state. */
interface Waiting {
  readonly uid: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** The hub's side of the login, and the client of the upstream. */
class BareHubServer {
  private readonly waiting = new Map<string, Waiting>();
  private readonly library: ReturnType<Provider['callback']>;

  private constructor(
    private readonly provider: Provider,
    private readonly upstream: client.Configuration,
    private readonly issuer: string,
    private readonly handOver: HandOver,
  ) {
    if (handOver === 'in-process') this.answerWithPage();
    this.library = provider.callback();
  }

  static async create({ upstream, handOver }: BareHubOptions, application: Application): Promise<BareHubServer> {
    const { issuer } = application;
    const client = await discover(upstream);
    const inProcess = handOver === 'in-process';
    const destination = (interaction: Interaction): string | Promise<string> =>
      inProcess && interaction.params.connection !== undefined
        ? server.depart(interaction.uid)
        : `/login/${interaction.uid}`;
    // The callback's address is the same for all sign-ins: only from above it the cookie reaches that too.
    const provider = await providerFor(application, destination, inProcess ? '/login' : undefined);
    const server = new BareHubServer(provider, client, issuer, handOver);
    return server;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.issuer);
    if (!url.pathname.startsWith('/login/')) return void this.library(request, response);
    this.login(request, response, url).catch((error: unknown) => response.writeHead(400).end(String(error)));
  }

  private async login(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [, , uid = '', step] = url.pathname.split('/');
    if (uid === 'callback') return await this.callback(request, response, url);
    if (step === undefined) {
      const { params } = await this.provider.interactionDetails(request, response);
      if (params.connection !== undefined) return redirect(response, await this.depart(uid));
      response.setHeader('content-type', 'text/html').end(pageOf(uid));
      return;
    }
    redirect(response, await this.depart(uid));
  }

  private async depart(uid: string): Promise<string> {
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    this.waiting.set(state, { uid, nonce, verifier });
    const parameters = {
      redirect_uri: `${this.issuer}/login/callback/contoso`,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    return client.buildAuthorizationUrl(this.upstream, parameters).href;
  }

  private async callback(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const state = url.searchParams.get('state') ?? '';
    const login = this.waiting.get(state);
    if (login === undefined) throw new Error('This state is unknown.');
    this.waiting.delete(state);
    const tokens = await client.authorizationCodeGrant(this.upstream, url, {
      pkceCodeVerifier: login.verifier,
      expectedNonce: login.nonce,
      expectedState: state,
    });
    const interaction = await this.interactionOf(login, request, response);
    interaction.result = { login: { accountId: tokens.claims()?.sub ?? '' } };
    await interaction.persist();
    if (this.handOver === 'redirect') return redirect(response, interaction.returnTo);
    // The library resumes what its own cookie names, which it gave to the browser for that address alone.
    request.url = new URL(interaction.returnTo).pathname;
    const cookie = signedCookie(this.provider.cookieName('resume'), interaction.uid);
    request.headers.cookie = [request.headers.cookie, cookie].join('; ');
    await this.library(request, response);
  }

  /** Whoever is redirected shows the library's cookie there; here it is shown with the callback. */
  private async interactionOf(
    { uid }: Waiting,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Interaction> {
    const interaction =
      this.handOver === 'redirect'
        ? await this.provider.Interaction.find(uid)
        : await this.provider.interactionDetails(request, response);
    if (interaction?.uid !== uid) throw new Error('This sign-in is unknown.');
    return interaction;
  }

  /** In the place of the redirect to the page. */
  private answerWithPage(): void {
    this.provider.use(async (context, next) => {
      await next();
      const uid = context.oidc?.route === 'authorization' ? context.oidc.entities.Interaction?.uid : undefined;
      if (uid === undefined || context.response.get('location') !== `/login/${uid}`) return;
      context.status = 200;
      context.remove('location');
      context.type = 'html';
      context.body = pageOf(uid);
    });
  }
}

function pageOf(uid: string): string {
  return `<a href="/login/${uid}/connections/contoso">Contoso</a>`;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

async function discover({ url, tenantId, clientId, clientSecret }: UpstreamAddress): Promise<client.Configuration> {
  const server = new URL(`${url}/${tenantId}/v2.0`);
  const configuration = await client.discovery(server, clientId, clientSecret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

async function serve(options: BareHubOptions): Promise<void> {
  const issuer = `http://localhost:${options.port}`;
  const application: Application = {
    issuer,
    endpoints: { authorization: `${issuer}/authorize`, token: `${issuer}/oauth/token`, userinfo: `${issuer}/userinfo` },
    clientId: 'bench',
    clientSecret: 'bench-secret',
    redirectUri: REDIRECT_URI,
    named: { connection: 'contoso' },
  };
  const server = await BareHubServer.create(options, application);
  createServer((request, response) => server.answer(request, response)).listen(options.port, 'localhost', () =>
    process.send?.(application),
  );
}

serve(JSON.parse(process.argv[2] ?? '') as BareHubOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
process.once('disconnect', () => process.exit(0));
