import { Agent, request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
  /** Until the answer was read to its end, in milliseconds. */
  readonly time: number;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * The least that is a browser: cookies by path, no redirects by itself. Connections are kept alive, as those of a browser
 * or of the proxy in front of a hub are.
 */
export class Browser {
  private readonly cookies = new Map<string, Cookie>();

  constructor(private readonly agent: Agent) {}

  get(url: string): Promise<Answer> {
    return this.send('GET', url);
  }

  /** As a form on a page of this origin. */
  post(url: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send('POST', url, new URLSearchParams(form).toString());
  }

  private async send(method: 'GET' | 'POST', target: string, body?: string): Promise<Answer> {
    const url = new URL(target);
    const cookie = this.cookieFor(url.pathname);
    const started = performance.now();
    const response = await request(url, {
      method,
      dispatcher: this.agent,
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'accept-language': 'en',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) portico-bench',
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }),
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.body.text();
    const time = performance.now() - started;
    this.keep(url, response.headers['set-cookie']);
    const location = response.headers.location;
    return {
      status: response.statusCode,
      location: typeof location === 'string' ? new URL(location, url).href : undefined,
      body: text,
      time,
    };
  }

  private cookieFor(path: string): string {
    return [...this.cookies.values()]
      .filter((cookie) => path.startsWith(cookie.path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keep(url: URL, lines: string | string[] | undefined): void {
    for (const line of typeof lines === 'string' ? [lines] : (lines ?? [])) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name, value] = splitOnce(pair, '=');
      const named = attributes.find((one) => one.toLowerCase().startsWith('path=/'))?.slice('path='.length);
      const path = named ?? url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
      const key = `${name} ${path}`;
      if (value === '' || attributes.some((one) => one.toLowerCase() === 'max-age=0')) this.cookies.delete(key);
      else this.cookies.set(key, { name, value, path });
    }
  }
}

/** Connections of `browsers` people at once. */
export function connections(browsers: number): Agent {
  return new Agent({
    connections: browsers,
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 60_000,
    // The upstream's certificate is one of its own making; nothing here is secret.
    connect: { rejectUnauthorized: false },
  });
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return [text.slice(0, index), text.slice(index + 1)];
}
