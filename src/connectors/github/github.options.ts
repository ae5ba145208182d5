/** The options of a GitHub connection. No I/O. Reading what was stored changes nothing. */
import { JSONSchema } from 'class-validator-jsonschema';
import { OneOf, Option, Satisfies } from '../option.js';
import { hasControlCharacters, readList, textProblem } from '../option-values.js';

const texts = { type: 'array', items: { type: 'string' } } as const;

/** What becomes a person's groups. */
export type GitHubGroups = 'none' | 'organizations' | 'teams';
const groups: readonly GitHubGroups[] = ['none', 'organizations', 'teams'];

@JSONSchema({ title: 'GitHub', additionalProperties: false })
export class GitHubOptions {
  @Option({
    description: 'Client ID of the OAuth app (or GitHub App).',
    required: true,
    aliases: ['clientId'],
    schema: { type: 'string', maxLength: 100, examples: ['Ov23liAbCdEfGhIjKlMn'] },
  })
  @Satisfies('isClientId', (value) => missing(value, 'it is on the page of the OAuth app') ?? textProblem(value, 100))
  readonly client_id!: string;

  @Option({
    description: 'Client secret of the OAuth app. Never returned.',
    required: true,
    aliases: ['clientSecret'],
    schema: { type: 'string', maxLength: 200, format: 'password' },
  })
  @Satisfies(
    'isClientSecret',
    (value) => missing(value, 'generate one on the page of the OAuth app') ?? textProblem(value, 200),
  )
  readonly client_secret!: string;

  @Option({
    description:
      'Where GitHub is: `https://github.com`, a company of its own on `ghe.com`, or a GitHub Enterprise Server. A pasted ' +
      'address of any of its pages is reduced to it.',
    default: 'https://github.com',
    read: readBaseUrl,
    schema: { type: 'string', examples: ['https://github.example.com', 'https://octocorp.ghe.com'] },
  })
  @Satisfies('isBaseUrl', baseUrlProblem)
  readonly base_url!: string;

  @Option({
    description:
      'Admit only members of one of these organizations, by name or id. An id stays when an organization is renamed. ' +
      'Without it everybody with an account at this GitHub may sign in.',
    read: readOrganizations,
    schema: { ...texts, maxItems: 100 },
  })
  @Satisfies('isOrganizationList', organizationsProblem)
  readonly allowed_organizations?: readonly string[];

  @OneOf(groups, {
    description:
      'What becomes the groups of a person: `organizations` (their names), `teams` (`organization/team`), or nothing. A ' +
      'failure to read them refuses the login.',
    default: 'none',
  })
  readonly groups!: GitHubGroups;

  @Option({
    description:
      'Scopes asked for beside `read:user user:email` (and `read:org`, where organizations are read), as an array or ' +
      'separated by spaces.',
    read: readList,
    schema: { ...texts, maxItems: 50 },
  })
  @Satisfies('isScope', scopeProblem)
  readonly scope?: readonly string[];
}

function missing(value: unknown, remedy: string): string | undefined {
  return value === undefined ? `is missing: ${remedy}` : undefined;
}

/** Readings and rules of GitHub's options, each rule giving the reason for a refusal. Pure. */

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
