/**
 * The way out of a strategy. Strategies of the OAuth 2.0 family (`passport-oauth2`, `passport-openidconnect` and what is
 * built on them) make all their requests in one method of the package `oauth`, with Node's own client: no time limit, no
 * guard of addresses, bodies without end. That method is replaced, on the one instance that runs the turn.
 */
import type { UpstreamRequests } from './upstream-requests.js';

type Headers = Readonly<Record<string, string>>;
type Callback = (error: unknown, body?: string, response?: object) => void;

interface OAuth2Client {
  readonly _customHeaders?: Headers;
  _request: unknown;
  _executeRequest: unknown;
}

/** @returns false for a strategy that is not of this family: what it would do is unknown. */
export function routeOAuth2(strategy: object, requests: UpstreamRequests, crash: (error: unknown) => void): boolean {
  const client: unknown = Reflect.get(strategy, '_oauth2');
  if (!isOAuth2Client(client)) return false;

  client._request = (
    method: string,
    url: string,
    headers: Headers | undefined,
    body: string | Uint8Array | null,
    accessToken: string | null,
    done: Callback,
  ): void => {
    const sent = {
      'User-Agent': 'Portico',
      Accept: 'application/json',
      ...client._customHeaders,
      ...headers,
      // `oauth` would put the token into the URL here, and so into logs on the way (RFC 6750, section 5.3).
      ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
    };
    const text = body === null || body.length === 0 ? {} : { body: Buffer.from(body).toString() };
    requests
      .send(url, { method, headers: sent, ...text })
      .then(
        ({ status, text: answer, headers: answered }) => {
          const isGood = status >= 200 && status <= 299;
          if (isGood) done(null, answer, { statusCode: status, headers: answered });
          else done({ statusCode: status, data: answer });
        },
        (error: unknown) => done(error),
        // What a strategy throws in its callback (a profile that is no JSON) would end the process.
      )
      .catch(crash);
  };
  client._executeRequest = (_library: unknown, _options: unknown, _body: unknown, done: Callback): void => {
    done(new Error('The strategy tried to leave the guarded client.'));
  };
  return true;
}

function isOAuth2Client(value: unknown): value is OAuth2Client {
  if (typeof value !== 'object' || value === null) return false;
  return ['_request', '_executeRequest'].every((name) => typeof Reflect.get(value, name) === 'function');
}
