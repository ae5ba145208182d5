/** The options that decide what is read from Microsoft Graph, and what of it is kept. */
import { OneOf, Option, type RawInput, Satisfies, YesOrNo } from '../../option.js';
import { readList } from '../../option-values.js';
import { KeptOptions } from './kept-options.js';

/** What Graph gives unless asked for more. */
const basic = [
  'businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname',
  'userPrincipalName',
].flatMap((line) => line.split(' '));

const further = [
  'accountEnabled city companyName country createdDateTime creationType department employeeId employeeType',
  'externalUserState faxNumber mailNickname onPremisesDomainName onPremisesExtensionAttributes',
  'onPremisesImmutableId onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled',
  'onPremisesUserPrincipalName otherMails postalCode proxyAddresses state streetAddress usageLocation userType',
].flatMap((line) => line.split(' '));

const sets: Readonly<Record<AttributeSet, readonly string[]>> = { basic, extended: [...basic, ...further] };
type AttributeSet = 'basic' | 'extended';
export type KeptAttributes = AttributeSet | readonly string[];

/** Names that a list may have. */
export const attributeNames: readonly string[] = sets.extended;

export function isAttributeSet(value: unknown): value is AttributeSet {
  return value === 'basic' || value === 'extended';
}

/** The names of what is asked for and kept; nothing else leaves Microsoft. */
export function namesOf(kept: KeptAttributes): readonly string[] {
  return isAttributeSet(kept) ? sets[kept] : kept;
}

export type GroupsFormat = 'ids' | 'names';

/** The largest number of groups that is ever read. */
const groupLimit = 10_000;

export class GraphOptions extends KeptOptions {
  @YesOrNo({
    description:
      "Read the person's attributes from Microsoft Graph at each sign-in. A failure there refuses the login.",
    default: false,
  })
  @Satisfies('isGraphAtHand', graphProblem)
  readonly ext_profile!: boolean;

  @Option({
    description:
      'With `ext_profile`, the attributes that are read and kept: `basic` (what Graph gives by default), `extended` ' +
      '(all that are known here), or a list of names as Graph spells them.',
    default: 'extended',
    read: (value) => (isAttributeSet(value) ? value : readList(value)),
    schema: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string', enum: [...attributeNames] } }] },
  })
  @Satisfies('isKeptAttributes', keptAttributesProblem)
  readonly kept_attributes!: KeptAttributes;

  @YesOrNo({
    description:
      "Read the person's groups from Microsoft Graph at each sign-in, however many they are; the ID token's own are " +
      'not used then. A failure there refuses the login.',
    default: false,
  })
  @Satisfies('isGraphAtHand', graphProblem)
  @Satisfies('hasGroups', groupsProblem)
  readonly ext_groups!: boolean;

  @YesOrNo({
    description: "With `ext_groups`: also the groups that the person's groups are members of.",
    default: false,
  })
  readonly ext_nested_groups!: boolean;

  @OneOf(['ids', 'names'], {
    description:
      'What stands for a group: `ids` (object ids), or `names` (with `ext_groups` only). Names are easy to read, but ' +
      'several groups can share one and their owners can change it: prefer ids where rights depend on them.',
    default: 'ids',
  })
  @Satisfies('isFormatAtHand', formatProblem)
  readonly groups_format!: GroupsFormat;

  @Option({
    description:
      'With `ext_groups`: read at most so many groups, as a number or its digits. Who is in more keeps the first of ' +
      `them, and the log says so. Without it, more than ${groupLimit} refuse the login.`,
    schema: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: groupLimit },
        { type: 'string', maxLength: 10 },
      ],
    },
  })
  @Satisfies('isGroupLimit', groupLimitProblem)
  readonly max_groups_to_retrieve?: number | string;

  @YesOrNo({
    description:
      "Add the person's app roles (`roles`) to the groups, each as `role:` and its value. Groups that are named like " +
      'that are left out then.',
    default: false,
  })
  readonly app_roles_as_groups!: boolean;

  @YesOrNo({
    description:
      'Let the management API look up users of the directory through this connection (scope `read:connections_users`). ' +
      'Needs one tenant.',
    default: false,
  })
  readonly api_enable_users!: boolean;
}

/** The cap as a number; undefined without one. */
export function groupLimitOf({ max_groups_to_retrieve: limit }: GraphOptions): number | undefined {
  return limit === undefined ? undefined : Number(limit);
}

function graphProblem(value: unknown, options: RawInput): string | undefined {
  return value === true && options.identity_api === 'azure-active-directory-v1.0'
    ? 'needs the v2.0 endpoint, for Azure AD Graph, which v1.0 tokens were for, is retired: set identity_api to ' +
        'microsoft-identity-platform-v2.0'
    : undefined;
}

function groupsProblem(value: unknown, options: RawInput): string | undefined {
  return value === true && options.useCommonEndpoint === true && options.audience_type === 'consumers'
    ? 'cannot be had for personal accounts, which have no groups: leave it out, or choose another audience_type'
    : undefined;
}

function formatProblem(value: unknown, options: RawInput): string | undefined {
  return value === 'names' && options.ext_groups !== true
    ? 'cannot be names without ext_groups, for the ID token has only ids: set ext_groups to true'
    : undefined;
}

function keptAttributesProblem(value: unknown): string | undefined {
  if (isAttributeSet(value)) return undefined;
  const unknown = Array.isArray(value) ? value.find((name) => !attributeNames.includes(String(name))) : value;
  if (Array.isArray(value) && unknown === undefined) return undefined;
  return Array.isArray(value)
    ? `has ${JSON.stringify(unknown).slice(0, 60)}, which is none of ${attributeNames.join(', ')}`
    : 'must be basic, extended, or a list of attribute names';
}

function groupLimitProblem(value: unknown): string | undefined {
  const isNumber = typeof value === 'number' ? Number.isInteger(value) : /^\d{1,10}$/.test(String(value));
  const isText = typeof value === 'number' || typeof value === 'string';
  return isText && isNumber && Number(value) >= 1 && Number(value) <= groupLimit
    ? undefined
    : `must be a whole number from 1 to ${groupLimit}, or its digits as a text`;
}
