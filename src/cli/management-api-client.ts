/** A caller of the hub's own REST API over HTTP, for the demo: what an operator's script does. */
export class ManagementApiClient {
  private constructor(
    private readonly issuer: string,
    private readonly token: string,
  ) {}

  /** Gets a management token by `client_credentials` (RFC 6749, section 4.4). */
  static async signIn(issuer: string, clientId: string, clientSecret: string): Promise<ManagementApiClient> {
    const response = await fetch(`${issuer}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        audience: `${issuer}/api/v2/`,
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    const { access_token: token } = await answerOf<{ access_token: string }>(response);
    return new ManagementApiClient(issuer, token);
  }

  /** @throws {Error} with the API's own message when it refuses. */
  async post<T>(path: string, body: object): Promise<T> {
    const response = await fetch(`${this.issuer}/api/v2/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answerOf<T>(response);
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const answer = (await response.json()) as T & { message?: string; error_description?: string };
  if (!response.ok)
    throw new Error(`${response.url} answered ${response.status}: ${answer.message ?? answer.error_description ?? ''}`);
  return answer;
}
