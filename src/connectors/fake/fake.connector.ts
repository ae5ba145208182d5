import { createHash, randomBytes } from 'node:crypto';
import { type JWTPayload, jwtVerify } from 'jose';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  JsonObject,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import type { FakeOptions } from './fake.options.js';
import { fakeProfile } from './fake.profile.js';

/**
 * Speaks to an upstream that answers with one signed statement in the browser, so the hub makes no request at all:
 * the smallest connector that still verifies everything.
 */
export class FakeConnector implements Connector {
  constructor(
    private readonly options: FakeOptions,
    private readonly runtime: Pick<ConnectorRuntime, 'now'>,
  ) {}

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const nonce = randomBytes(32).toString('base64url');
    const url = new URL(this.options.login_url);
    url.searchParams.set('client_id', this.options.client_id);
    url.searchParams.set('callback_url', request.callbackUrl);
    url.searchParams.set('state', request.state);
    url.searchParams.set('nonce', nonce);
    if (request.prompt !== undefined) url.searchParams.set('prompt', request.prompt);
    if (request.loginHint !== undefined) url.searchParams.set('login_hint', request.loginHint);
    if (request.maxAge !== undefined) url.searchParams.set('max_age', String(request.maxAge));
    return { url: url.href, checks: { nonce, ...(request.maxAge === undefined ? {} : { max_age: request.maxAge }) } };
  }

  async callback({ parameters, state, checks }: CallbackResponse): Promise<UpstreamIdentity> {
    const answer = parameters.get('answer');
    const error = parameters.get('error');
    if (parameters.get('state') !== state) throw refused('The answer carries another state.');
    if (parameters.getAll('answer').length > 1) throw refused('There are several answers.');
    if (error !== null) throw upstreamSaid(error);
    if (answer === null) throw refused('There is no answer.');
    const claims = await this.verify(answer, checks);
    return { issuer: this.options.login_url, subject: claims.sub, claims };
  }

  mapProfile({ claims }: UpstreamIdentity): UserProfile {
    return fakeProfile(claims);
  }

  private async verify(answer: string, checks: JsonObject): Promise<JsonObject & { readonly sub: string }> {
    const { login_url, client_id, shared_secret } = this.options;
    const key = createHash('sha256').update(shared_secret).digest();
    const verified = await jwtVerify(answer, key, {
      algorithms: ['HS256'],
      issuer: login_url,
      requiredClaims: ['exp'],
      maxTokenAge: '10 minutes',
      currentDate: this.runtime.now(),
    }).catch(() => {
      throw refused('The signature, the issuer or a time does not hold.');
    });
    const { aud, nonce, sub, auth_time } = verified.payload;
    if (aud !== client_id) throw refused('The answer is for another client.');
    if (typeof checks.nonce !== 'string' || nonce !== checks.nonce) throw refused('The nonce is not this sign-in’s.');
    if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub))
      throw refused('The subject is missing or too long.');
    if (checks.max_age !== undefined && !this.isRecent(auth_time, checks.max_age)) throw refused('It is too old.');
    return { ...(verified.payload as JWTPayload & JsonObject), sub };
  }

  private isRecent(time: unknown, maxAge: unknown): boolean {
    const now = this.runtime.now().getTime() / 1_000;
    return typeof time === 'number' && typeof maxAge === 'number' && now <= time + maxAge;
  }
}

function refused(detail: string): ConnectorError {
  return new ConnectorError('invalid_response', detail, {
    step: 'callback',
    actor: 'operator',
    messageKey: 'fake.invalid_response',
    publicMessage: 'The answer of the fake upstream does not hold. Start again.',
  });
}

function upstreamSaid(error: string): ConnectorError {
  const code = error === 'access_denied' || error === 'login_required' ? error : 'misconfigured';
  return new ConnectorError(code, 'The fake upstream refused.', {
    step: 'callback',
    actor: code === 'misconfigured' ? 'operator' : 'person',
    messageKey: `fake.${code}`,
    publicMessage: 'The fake upstream did not sign you in.',
    upstream: { code: error.slice(0, 100) },
  });
}
