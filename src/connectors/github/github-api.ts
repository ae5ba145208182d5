/** GitHub's REST API, as far as a sign-in reads it. The access token is used here and kept nowhere. */
import { isObject } from '../claim-values.js';
import type { JsonObject, JsonValue } from '../connector.js';
import { DOCUMENT_SIZE_LIMIT, invalidResponse, readText, upstreamUnavailable } from '../oidc/index.js';
import { missingPermission, organizationsHidden } from './github.errors.js';

interface GitHubApiOptions {
  /** For example `https://api.github.com`. */
  readonly url: string;
  readonly accessToken: string;
  readonly fetch: typeof globalThis.fetch;
}

const PAGE = 100;
/** Nobody has more pages than these, and every page takes time from the ten seconds of a sign-in. */
const PAGES = 10;

/** Where the API is: github.com and ghe.com have a host for it, an Enterprise Server a path. */
export function apiUrlOf(baseUrl: string): string {
  const { host, protocol } = new URL(baseUrl);
  const hasOwnHost = host === 'github.com' || /^[^.]+\.ghe\.com$/.test(host);
  return hasOwnHost ? `${protocol}//api.${host}` : `${baseUrl}/api/v3`;
}

export class GitHubApi {
  constructor(private readonly options: GitHubApiOptions) {}

  /** @throws {ConnectorError} when there is no such object, or it may not be read. */
  async object(path: string): Promise<JsonObject> {
    const { value } = await this.get(path);
    if (!isObject(value)) throw invalidResponse('profile', `GitHub answered ${path} with something that is no object.`);
    return value;
  }

  /** All pages. @throws {ConnectorError} when one is missing: an incomplete list is never handed on. */
  async list(path: string): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for (let page = 1; page <= PAGES; page += 1) {
      const { value: items, isLast } = await this.get(`${path}?per_page=${PAGE}&page=${page}`);
      if (!Array.isArray(items) || !items.every(isObject)) {
        throw invalidResponse('profile', `GitHub answered ${path} with something that is no list.`);
      }
      found.push(...items);
      if (isLast && items.length < PAGE) return found;
    }
    throw invalidResponse('profile', `GitHub lists more than ${PAGE * PAGES} entries at ${path}.`);
  }

  private async get(path: string): Promise<{ readonly value: JsonValue; readonly isLast: boolean }> {
    const response = await this.options.fetch(`${this.options.url}${path}`, {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${this.options.accessToken}`,
        'user-agent': 'Portico',
        'x-github-api-version': '2022-11-28',
      },
    });
    const { status, headers } = response;
    // GitHub throttles with 403 as well as with 429.
    const isThrottled = status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after'));
    if (status >= 500 || status === 429 || isThrottled) {
      throw upstreamUnavailable('profile', `GitHub answered ${path} with ${status}.`);
    }
    if (status === 403 || status === 404) throw missingPermission(path, status);
    if (status !== 200) throw invalidResponse('profile', `GitHub answered ${path} with ${status}.`);
    // Organizations with SAML sign-in of their own are left out until the person has used it.
    if (headers.get('x-github-sso')?.startsWith('partial-results')) throw organizationsHidden();
    // A page may be short and not the last. Only that there is another one is read: an address is never taken from outside.
    const isLast = !/\brel="?next\b/.test(headers.get('link') ?? '');
    return { value: parse(await readText(response, DOCUMENT_SIZE_LIMIT), path), isLast };
  }
}

function parse(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // No cause: a parser's message quotes the text.
    throw upstreamUnavailable('profile', `GitHub answered ${path} with something that is no JSON.`);
  }
}
