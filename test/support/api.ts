import { readFile } from 'node:fs/promises';

export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A caller of the management API over HTTP. */
export class Api {
  constructor(
    readonly issuer: string,
    readonly token: string,
  ) {}

  /** With the first management client, as an operator finds it in the data directory. */
  static async signIn(issuer: string, file: string): Promise<Api> {
    const client = JSON.parse(await readFile(file, 'utf8')) as { client_id: string; client_secret: string };
    return Api.withCredentials(issuer, client.client_id, client.client_secret);
  }

  static async withCredentials(issuer: string, clientId: string, clientSecret: string, scope?: string): Promise<Api> {
    const response = await fetch(`${issuer}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        audience: `${issuer}/api/v2/`,
        client_id: clientId,
        client_secret: clientSecret,
        ...(scope !== undefined && { scope }),
      }),
    });
    const answer = (await response.json()) as { access_token?: string };
    if (answer.access_token === undefined) throw new Error(`No management token: ${JSON.stringify(answer)}`);
    return new Api(issuer, answer.access_token);
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    const response = await fetch(`${this.issuer}/api/v2/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }

  /** @throws {Error} with the whole answer when the status is another one. */
  async expect<T = Record<string, unknown>>(status: number, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status !== status)
      throw new Error(`${method} ${path} → ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
