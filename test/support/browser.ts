import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

/** One answer that the browser stopped at, after redirects. */
export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly page: HTMLElement;
  /** Every URL passed on the way, the last one included. */
  readonly trail: readonly URL[];
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  readonly form?: Readonly<Record<string, string>> | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stop at the first redirect whose target this accepts, without following it. */
  readonly stopAt?: (target: URL) => boolean;
  /** Whether the request comes from another site, so that SameSite cookies stay behind. */
  readonly crossSite?: boolean;
}

const MAX_HOPS = 20;

/** A browser without JavaScript: cookies by host, redirects, `Refresh` headers, forms. Two of them share nothing. */
export class Browser {
  readonly cookies = new CookieJar(undefined, { looseMode: false, allowSpecialUseDomain: true });

  constructor(
    private readonly acceptLanguage = 'en',
    private readonly fetch: typeof globalThis.fetch = globalThis.fetch,
  ) {}

  async open(target: string | URL, options: RequestOptions = {}): Promise<Visit> {
    let url = new URL(target);
    let method = options.method ?? 'GET';
    let body = options.form === undefined ? undefined : new URLSearchParams(options.form);
    const trail: URL[] = [];
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      trail.push(url);
      const response = await this.send(url, method, body, options, trail.length === 1);
      const location = response.headers.get('location') ?? refreshTarget(response.headers.get('refresh'));
      if (location === undefined || location === null) return this.visit(url, response, trail);
      const next = new URL(location, url);
      if (options.stopAt?.(next)) return this.visit(next, response, [...trail, next]);
      if (response.status !== 307 && response.status !== 308) {
        method = 'GET';
        body = undefined;
      }
      await response.body?.cancel();
      url = next;
    }
    throw new Error(`More than ${MAX_HOPS} redirects: ${trail.map(String).join(' → ')}`);
  }

  /** Follows the link with this visible text. */
  follow(visit: Visit, text: string | RegExp, options: RequestOptions = {}): Promise<Visit> {
    const link = visit.page.querySelectorAll('a[href]').find((one) => matches(one.text, text));
    const href = link?.getAttribute('href');
    if (href === undefined) throw new Error(`No link "${text}" on ${visit.url}:\n${visit.page.structuredText}`);
    return this.open(new URL(href, visit.url), options);
  }

  /** Submits the form that holds a button with this visible text (or the only form), with the fields given. */
  submit(
    visit: Visit,
    fields: Readonly<Record<string, string>>,
    button?: string | RegExp,
    options: RequestOptions = {},
  ): Promise<Visit> {
    const forms = visit.page.querySelectorAll('form');
    const pressed =
      button === undefined ? undefined : visit.page.querySelectorAll('button').find((one) => matches(one.text, button));
    const form =
      pressed === undefined
        ? forms[0]
        : forms.find((one) => one.querySelectorAll('button').some((other) => other === pressed));
    if (form === undefined)
      throw new Error(
        `No form${button === undefined ? '' : ` with "${button}"`} on ${visit.url}:\n${visit.page.structuredText}`,
      );
    const values = new URLSearchParams();
    for (const input of form.querySelectorAll('input[name]')) {
      const type = input.getAttribute('type') ?? 'text';
      if (type === 'submit' || ((type === 'checkbox' || type === 'radio') && !input.hasAttribute('checked'))) continue;
      values.set(input.getAttribute('name') ?? '', input.getAttribute('value') ?? '');
    }
    const pressedName = pressed?.getAttribute('name');
    if (pressedName !== undefined) values.set(pressedName, pressed?.getAttribute('value') ?? '');
    for (const [name, value] of Object.entries(fields)) values.set(name, value);
    const action = new URL(form.getAttribute('action') || visit.url, visit.url);
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') {
      action.search = values.toString();
      return this.open(action, options);
    }
    return this.open(action, {
      ...options,
      method: 'POST',
      form: values,
      headers: { origin: visit.url.origin, ...options.headers },
    });
  }

  private async send(
    url: URL,
    method: string,
    body: URLSearchParams | undefined,
    options: RequestOptions,
    isFirst: boolean,
  ): Promise<Response> {
    const sameSiteContext = options.crossSite && isFirst ? (method === 'POST' ? 'none' : 'lax') : undefined;
    const cookie = await this.cookies.getCookieString(
      url.href,
      sameSiteContext === undefined ? {} : { sameSiteContext },
    );
    const { fetch } = this;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'accept-language': this.acceptLanguage,
        ...(cookie !== '' && { cookie }),
        ...(isFirst && options.headers),
      },
      ...(body !== undefined && { body }),
    });
    for (const line of response.headers.getSetCookie()) await this.cookies.setCookie(line, url.href);
    return response;
  }

  private async visit(url: URL, response: Response, trail: readonly URL[]): Promise<Visit> {
    const body = await response.text();
    return { url, status: response.status, headers: response.headers, body, page: parse(body), trail };
  }
}

function refreshTarget(header: string | null): string | undefined {
  return header === null ? undefined : /^\d+\s*;\s*url=(.+)$/i.exec(header)?.[1];
}

function matches(text: string, wanted: string | RegExp): boolean {
  const visible = text.replace(/\s+/g, ' ').trim();
  return typeof wanted === 'string' ? visible === wanted : wanted.test(visible);
}
