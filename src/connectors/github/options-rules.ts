/** Readings and rules of GitHub's options, each rule giving the reason for a refusal. Pure. */
import { hasControlCharacters, readList, textProblem } from '../option-values.js';

/** Any page of a GitHub, as the origin that it is at. */
export function readBaseUrl(value: unknown): unknown {
  if (typeof value !== 'string' || hasControlCharacters(value)) return value;
  const text = value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isWeb(url) || url.username !== '' || url.password !== '') return text;
  const host = url.host.replace(/^(www|api)\.(?=github\.com$)/, '').replace(/^api\.(?=[^.]+\.ghe\.com$)/, '');
  return `${url.protocol}//${host}`;
}

export function baseUrlProblem(value: unknown): string | undefined {
  const problem = textProblem(value, 255);
  if (problem !== undefined) return problem;
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  return url !== undefined && isWeb(url) && url.origin === value
    ? undefined
    : 'must be the base URL of a GitHub, such as https://github.com or https://github.example.com';
}

export function readOrganizations(value: unknown): unknown {
  const list = readList(value);
  if (!Array.isArray(list)) return list;
  return [...new Set<unknown>(list.map((one: unknown) => (typeof one === 'string' ? one.toLowerCase() : one)))];
}

/** GitHub's rule for the name of an account: letters, digits and single dashes; 39 characters. */
const ORGANIZATION = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?$/;

export function organizationsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be an array of names or ids of organizations';
  if (value.length === 0) return 'would admit nobody: leave it out to admit everybody';
  if (value.length > 100) return 'has more than 100 entries';
  return value.every((one) => typeof one === 'string' && ORGANIZATION.test(one))
    ? undefined
    : 'has an entry that is neither the name nor the id of an organization: no address, no @, no path';
}

export function scopeProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be an array of scopes, or scopes separated by spaces';
  if (value.length > 50) return 'has more than 50 scopes';
  return value.every((scope) => typeof scope === 'string' && /^[a-z0-9_:.-]{1,100}$/.test(scope))
    ? undefined
    : 'has an entry that is no scope of GitHub';
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}
