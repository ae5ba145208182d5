import { createHash, randomBytes } from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/index.js';
import { Browser, type Visit } from './browser.js';

/** App registrations of the sandbox's own seed, by what they are for. */
export const REGISTRATIONS = {
  contoso: {
    clientId: 'b0970501-0000-4000-8000-000000000001',
    secret: 'sandbox~secret.of_portico~for.contoso-01',
    expiredSecret: 'sandbox~secret.that_expired~last.year-01',
    secretId: 'b0970502-0000-4000-8000-000000000001',
    redirectUri: 'http://localhost:3000/login/callback/contoso',
  },
  organizations: {
    clientId: 'b0970501-0000-4000-8000-000000000002',
    secret: 'sandbox~secret.of_portico~every.org-0001',
    redirectUri: 'http://localhost:3000/login/callback/organizations',
  },
  everybody: {
    clientId: 'b0970501-0000-4000-8000-000000000003',
    secret: 'sandbox~secret.of_portico~everybody-0001',
    redirectUri: 'http://localhost:3000/login/callback/everybody',
  },
  personal: {
    clientId: 'b0970501-0000-4000-8000-000000000004',
    secret: 'sandbox~secret.of_portico~personal-00001',
    redirectUri: 'http://localhost:3000/login/callback/personal',
  },
  payroll: {
    clientId: 'b0970501-0000-4000-8000-000000000005',
    secret: 'sandbox~secret.of_payroll~contoso-000001',
    redirectUri: 'http://localhost:3000/login/callback/payroll',
  },
} as const;

export const CONTOSO = 'c0a70500-5e1f-4a6b-9d27-0c0a70500c01';
export const FABRIKAM = 'fab71ca0-7e1a-4c8d-8b62-0fab71ca0f01';

export interface Registration {
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
}

export type TokenAnswer = Readonly<Record<string, unknown>>;

/** A relying party that does what it is told: sends any parameters and checks nothing. */
export class SandboxClient {
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(
    private readonly sandbox: Sandbox,
    private readonly registration: Registration = REGISTRATIONS.contoso,
    private readonly segment: string = CONTOSO,
    private readonly version: 1 | 2 = 2,
  ) {}

  /** `undefined` takes a parameter out. */
  authorizeUrl(changes: Readonly<Record<string, string | undefined>> = {}): URL {
    const url = new URL(`${this.sandbox.url}/${this.segment}/oauth2${this.version === 2 ? '/v2.0' : ''}/authorize`);
    const parameters = {
      client_id: this.registration.clientId,
      response_type: 'code',
      redirect_uri: this.registration.redirectUri,
      ...(this.version === 2 && { scope: 'openid profile email' }),
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
    return url;
  }

  begin(browser: Browser, changes: Readonly<Record<string, string | undefined>> = {}): Promise<Visit> {
    return browser.open(this.authorizeUrl(changes), { stopAt: isCallback });
  }

  /** Fills in the form that the page shows. */
  answer(browser: Browser, page: Visit, fields: Readonly<Record<string, string>>): Promise<Visit> {
    return browser.submit(page, fields, undefined, { stopAt: isCallback });
  }

  /** From authorize to the callback, by one account of the page. */
  async signIn(
    user: string,
    changes: Readonly<Record<string, string | undefined>> = {},
    browser: Browser = new Browser(),
  ): Promise<Visit> {
    const page = await this.begin(browser, changes);
    return isCallback(page.url) ? page : this.answer(browser, page, { user });
  }

  async code(user: string, changes: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
    const visit = await this.signIn(user, changes);
    const code = visit.url.searchParams.get('code');
    if (code === null) throw new Error(`No code at ${visit.url.href}:\n${visit.page.structuredText}`);
    return code;
  }

  token(
    changes: Readonly<Record<string, string | undefined>>,
    init: { readonly headers?: Readonly<Record<string, string>>; readonly segment?: string } = {},
  ): Promise<Response> {
    const parameters = {
      grant_type: 'authorization_code',
      client_id: this.registration.clientId,
      client_secret: this.registration.secret,
      redirect_uri: this.registration.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    };
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) body.set(name, value);
    const path = `${init.segment ?? this.segment}/oauth2${this.version === 2 ? '/v2.0' : ''}/token`;
    return fetch(`${this.sandbox.url}/${path}`, { method: 'POST', body, headers: { ...init.headers } });
  }

  /** A whole sign-in; what the token endpoint answered. */
  async tokens(user: string, changes: Readonly<Record<string, string | undefined>> = {}): Promise<TokenAnswer> {
    const code = await this.code(user, changes);
    const response = await this.token({ code });
    const answer: TokenAnswer = JSON.parse(await response.text());
    if (response.status !== 200) throw new Error(JSON.stringify(answer));
    return answer;
  }

  async claims(user: string, changes: Readonly<Record<string, string | undefined>> = {}): Promise<TokenAnswer> {
    const { id_token } = await this.tokens(user, changes);
    return claimsOf(String(id_token));
  }
}

/** Reads a token's claims without trusting them. */
export function claimsOf(token: string): TokenAnswer {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

export function headerOf(token: string): TokenAnswer {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}

/** The number that an error page shows. */
export function codeOnPage(visit: Visit): number | undefined {
  const texts = visit.page.querySelectorAll('.problem, .lead').map((element) => element.text);
  const found = /AADSTS(\d+)/.exec(texts.join(' '));
  return found === null ? undefined : Number(found[1]);
}

/** The number in an error that came back to the application. */
export function codeAtCallback(visit: Visit): number | undefined {
  const parameters = visit.url.hash === '' ? visit.url.searchParams : new URLSearchParams(visit.url.hash.slice(1));
  const found = /^AADSTS(\d+)/.exec(parameters.get('error_description') ?? '');
  return found === null ? undefined : Number(found[1]);
}

function isCallback(target: URL): boolean {
  return target.host === 'localhost:3000';
}
