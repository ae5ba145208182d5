import {
  type AuthorizeRedirect,
  type AuthorizeRequest,
  type CallbackResponse,
  type Connector,
  ConnectorError,
  type ConnectorErrorActor,
  type ConnectorErrorCode,
  type UpstreamIdentity,
  type UserProfile,
} from '../../src/connectors/index.js';

export const UPSTREAM = 'http://127.0.0.1:9/authorize';

/**
 * The upstream of login's tests: what the answer's `answer` parameter says happens. Remembers what it was asked, so
 * that a test can tell that no upstream request was made.
 */
export class TinyConnector implements Connector {
  readonly begun: AuthorizeRequest[] = [];
  readonly finished: CallbackResponse[] = [];
  /** What the next callback does instead of reading the answer. */
  onCallback?: (response: CallbackResponse) => Promise<UpstreamIdentity>;
  onAuthorize?: (request: AuthorizeRequest) => Promise<AuthorizeRedirect>;
  /** Laid over the identity and profile of everybody who signs in. */
  identity: Partial<UpstreamIdentity> = {};
  profile: Partial<UserProfile> = {};

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    this.begun.push(request);
    if (this.onAuthorize !== undefined) return await this.onAuthorize(request);
    const url = `${UPSTREAM}?${new URLSearchParams({ state: request.state, redirect_uri: request.callbackUrl })}`;
    return { url, checks: { nonce: `nonce of ${request.state}` } };
  }

  async callback(response: CallbackResponse): Promise<UpstreamIdentity> {
    this.finished.push(response);
    if (this.onCallback !== undefined) return await this.onCallback(response);
    if (response.checks.nonce !== `nonce of ${response.state}`)
      throw new Error('the checks are those of another login');
    const answer = response.parameters.get('answer') ?? '';
    const [code = '', actor = ''] = answer.split('/');
    if (actor !== '') throw connectorError(code as ConnectorErrorCode, actor as ConnectorErrorActor);
    return { issuer: 'https://upstream.example', subject: answer, claims: { sub: answer }, ...this.identity };
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return { name: identity.subject, email: `${identity.subject}@contoso.example`, ...this.profile };
  }
}

export function connectorError(code: ConnectorErrorCode, actor: ConnectorErrorActor): ConnectorError {
  return new ConnectorError(code, 'private detail of the failure', {
    step: 'callback',
    actor,
    messageKey: 'tiny.failure',
    publicMessage: 'The public sentence of the connector.',
    upstream: { code: 'TINY42', correlationId: 'upstream-correlation', description: 'raw text of the upstream' },
  });
}
