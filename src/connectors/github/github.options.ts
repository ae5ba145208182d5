/** The options of a GitHub connection. No I/O. Reading what was stored changes nothing. */
import { IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Option, Satisfies } from '../option.js';
import { readList, textProblem } from '../option-values.js';
import { baseUrlProblem, organizationsProblem, readBaseUrl, readOrganizations, scopeProblem } from './options-rules.js';

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

  @Option({
    description:
      'What becomes the groups of a person: `organizations` (their names), `teams` (`organization/team`), or nothing. A ' +
      'failure to read them refuses the login.',
    default: 'none',
    schema: { type: 'string' },
  })
  @IsIn(groups, { message: `groups must be one of ${groups.join(', ')}.` })
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
