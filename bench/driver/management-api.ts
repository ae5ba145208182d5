import { request } from 'undici';

/** A caller of the hub's management API. */
export class ManagementApi {
  private constructor(
    private readonly issuer: string,
    private readonly token: string,
  ) {}

  static async signIn(
    issuer: string,
    client: { readonly client_id: string; readonly client_secret: string },
  ): Promise<ManagementApi> {
    const { body } = await request(`${issuer}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        audience: `${issuer}/api/v2/`,
        ...client,
      }).toString(),
    });
    const answer = (await body.json()) as { readonly access_token?: string };
    if (answer.access_token === undefined) throw new Error(`No management token: ${JSON.stringify(answer)}`);
    return new ManagementApi(issuer, answer.access_token);
  }

  async call<T>(method: 'GET' | 'POST', path: string, content?: object): Promise<T> {
    const { statusCode, body } = await request(`${this.issuer}/api/v2/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(content !== undefined && { 'content-type': 'application/json' }),
      },
      ...(content !== undefined && { body: JSON.stringify(content) }),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
    return JSON.parse(text) as T;
  }
}
