import { createHash, randomBytes } from 'node:crypto';

/** The application that people sign in to, and its hub: Portico, the libraries alone, or a peer. */
export interface Application {
  readonly issuer: string;
  readonly endpoints: { readonly authorization: string; readonly token: string; readonly userinfo: string };
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Parameters of an authorization request that name the connection, so that no page asks for it. */
  readonly named: Readonly<Record<string, string>>;
}

/** Nobody listens there: the driver takes the code from the redirect, as it is the application too. */
export const REDIRECT_URI = 'http://localhost:9/callback';

/** An authorization request by the code flow, as the application makes it, with what the answer is verified by. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** @param parameters beside those of every request, or in their place. */
export function authorizationRequest(
  { endpoints, clientId, redirectUri }: Application,
  parameters: Readonly<Record<string, string>> = {},
): AuthorizationRequest {
  const [verifier, nonce] = [random(), random()];
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: random(),
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  });
  return { url: `${endpoints.authorization}?${query}`, verifier, nonce };
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
